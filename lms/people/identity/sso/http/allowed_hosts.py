"""Hosts to which a typed address may send a server: public ones over TLS, and those that the installation names: for
signing on in SIGN_ON_INTERNAL_HOSTS.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

Address = IPv4Address | IPv6Address

LONGEST = 2000
GIVEN_OUT = IPv6Network("2000::/3")
"""The addresses of IPv6 that the IANA gives out; all others are local, special, or nobody's, such as `fec0::/10`."""
NOT_PUBLIC = (
    IPv4Network("192.0.0.0/24"),  # of protocols (RFC 6890)
    IPv4Network("192.88.99.0/24"),  # the nearest relay to IPv6 (RFC 7526)
    IPv6Network("2001::/23"),  # of protocols, and Teredo, which leads to IPv4 (RFC 2928, 4380)
    IPv6Network("2002::/16"),  # leads to IPv4 (RFC 3056)
    IPv6Network("3fff::/20"),  # of documents (RFC 9637)
)
"""Addresses that Python, or some version of it, calls global."""


class NotAllowed(ValueError):
    """The address is none that the server asks."""


def split(url: str, internal: Collection[str] | None = None) -> SplitResult:
    """Return the parts of `url`. Raises `NotAllowed` if it is none, not https, or names a user.

    A host that is `internal` may be asked over http, where it is this machine (see `resolve`).
    """
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise NotAllowed("This is no web address.")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  is checked when it is asked for
    except ValueError:
        raise NotAllowed("This is no web address.") from None
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise NotAllowed("This is no web address.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_internal(parts.hostname, internal)):
        raise NotAllowed("The address has to begin with https://.")
    return parts


def is_internal(host: str, internal: Collection[str] | None = None) -> bool:
    """Return whether `host` is one that the installation names: in SIGN_ON_INTERNAL_HOSTS, or in `internal` if that is
    given.
    """
    names = settings.SIGN_ON_INTERNAL_HOSTS if internal is None else internal
    return host.lower() in {name.lower() for name in names}


def resolve(parts: SplitResult, internal: Collection[str] | None = None) -> list[Address]:
    """Return the addresses at which the host of `parts` is asked. Raises `NotAllowed` if one of them is not public, and
    `OSError` if the name is not known.
    """
    host = parts.hostname or ""
    found = socket.getaddrinfo(host, port_of(parts), type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(ip_address(str(each[4][0]).partition("%")[0]) for each in found))
    if not is_internal(host, internal) and not all(is_public(address) for address in addresses):
        raise NotAllowed("The host has an address that is not public.")
    if parts.scheme == "http" and not all(address.is_loopback for address in addresses):
        raise NotAllowed("The address has to begin with https://.")
    return addresses


def port_of(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_public(address: Address) -> bool:
    """Return whether `address` belongs to a machine that the whole Internet may ask, by itself and not by way of
    another address.
    """
    if address.version == 6 and address not in GIVEN_OUT:
        return False
    special = address.is_multicast or address.is_reserved or any(address in one for one in NOT_PUBLIC)
    return address.is_global and not special

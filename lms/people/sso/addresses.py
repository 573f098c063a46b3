"""Which hosts a server may be sent to by an address that somebody typed: public ones over TLS, and those that the
installation names: for signing on in SIGN_ON_INTERNAL_HOSTS.
"""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

Address = IPv4Address | IPv6Address

LONGEST = 2000
TRANSLATED = IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16")
"""Addresses of IPv6 that lead to one of IPv4, whatever that is."""


class NotAllowed(ValueError):
    """The address is none that the server asks."""


def split(url: str, internal: Collection[str] | None = None) -> SplitResult:
    """The parts of `url`. Raises `NotAllowed` where it is none, not https, or names a user.

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
    """Is `host` one that the installation names: in SIGN_ON_INTERNAL_HOSTS, or in `internal` where that is given?"""
    names = settings.SIGN_ON_INTERNAL_HOSTS if internal is None else internal
    return host.lower() in {name.lower() for name in names}


def resolve(parts: SplitResult, internal: Collection[str] | None = None) -> list[Address]:
    """The addresses at which the host of `parts` is asked. Raises `NotAllowed` where one of them is not public, and
    `OSError` where the name is not known.
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
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or any(address in one for one in TRANSLATED)):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved

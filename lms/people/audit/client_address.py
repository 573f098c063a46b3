"""The client's address, read behind as many proxies as PROXY_COUNT says, and a note where requests do not fit that
number.

Each proxy adds the address that it was asked from at the right of X-Forwarded-For. With n proxies of ours the n-th from
the right was written by the outermost of them and is true; everything further left was sent by the client and may be
invented.
"""

import logging
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

log = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address

LONGEST = 60
"""Characters of the longest address with a zone and a port; what is longer is none."""
PREFIX = 64
"""One household or campus has at least 2**64 addresses of IPv6, so they count as one (RFC 6177)."""
TOO_FEW = "X-Forwarded-For names fewer proxies than PROXY_COUNT"
NOT_COUNTED = "a proxy forwards requests and PROXY_COUNT does not count it"
NOT_AN_ADDRESS = "the proxy that PROXY_COUNT points at sends no address"
NOTE = "proxies:note"
KEPT = 3600
"""Seconds for which a note stands."""
AGAIN = 60
"""Seconds after which one process notes the same thing again."""

_noted: dict[str, float] = {}


def client_address(request: HttpRequest) -> str | None:
    """Return the address of the client, for IPv6 its network; None if it cannot be told, and then nothing may be
    counted by it.
    """
    address, problem = _resolve(request)
    if problem:
        _note(problem)
    return None if address is None else _countable(address)


def proxy_problem() -> str | None:
    """Return the note of the last request within an hour that did not fit PROXY_COUNT; None if all fitted."""
    return cache.get(NOTE)


def _resolve(request: HttpRequest) -> tuple[Address | None, str]:
    """Return the address, and the fault that does not fit; one of them may be missing."""
    if "REMOTE_ADDR" not in request.META:  # made by a program of ours, it came from nowhere
        return None, ""
    peer = parse_address(request.META["REMOTE_ADDR"])
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").strip()
    if not settings.PROXY_COUNT:
        return _of_peer(peer, forwarded)
    parts = forwarded.rsplit(",", settings.PROXY_COUNT) if forwarded else []
    if len(parts) < settings.PROXY_COUNT:
        asked_on_this_machine = not forwarded and peer is not None and peer.is_loopback
        return None, "" if asked_on_this_machine else TOO_FEW
    address = parse_address(parts[-settings.PROXY_COUNT])
    if address is None:
        return None, NOT_AN_ADDRESS
    return address, NOT_COUNTED if len(parts) > settings.PROXY_COUNT and address.is_private else ""


def _of_peer(peer: Address | None, forwarded: str) -> tuple[Address | None, str]:
    """Return the address without proxies: that of the connected peer.

    A program on this machine that forwards for others is a proxy that was not counted.
    """
    if peer is None:  # a Unix socket: only a proxy connects to one
        return None, NOT_COUNTED
    if forwarded and peer.is_loopback:
        return None, NOT_COUNTED
    return peer, NOT_COUNTED if forwarded and peer.is_private else ""


def parse_address(text: str) -> Address | None:
    """Return the address in `text`, which may hold a port, brackets and a zone; None if there is none."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def _countable(address: Address) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, PREFIX), strict=False).network_address)
    return str(address)


def _note(problem: str) -> None:
    """Log it, and keep it for /health/; at most once a minute, since each request may show it."""
    now = time.monotonic()
    if now - _noted.get(problem, -AGAIN) < AGAIN:
        return
    _noted[problem] = now
    log.warning("PROXY_COUNT=%s does not fit: %s; see docs/run/proxies.md", settings.PROXY_COUNT, problem)
    cache.set(NOTE, problem, KEPT)

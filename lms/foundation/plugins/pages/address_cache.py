"""Addresses that are asked again and again, each looked up once."""

from typing import Any

from django.urls import get_resolver, get_script_prefix, get_urlconf, reverse

MOST = 5_000
"""Addresses that a process keeps; then it begins anew."""


def address_of(name: str, *args: object) -> str:
    """Return `reverse(name, args=args)`, of pages of which there are few, such as those of courses: not of a person or
    a certificate. It is kept beside the routes that it was found in, and goes with them. Raises `NoReverseMatch`.
    """
    routes: Any = get_resolver(get_urlconf())
    kept: dict[Any, str] = routes.__dict__.setdefault("kept_addresses", {})
    key = get_script_prefix(), name, args
    if key not in kept:
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = reverse(name, args=args)
    return kept[key]

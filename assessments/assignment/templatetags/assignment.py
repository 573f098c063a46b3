"""Filters for the kinds of files that a hand-in takes."""

from collections.abc import Sequence

from django import template

from .. import scanner
from ..file_kinds import endings_of

register = template.Library()
register.simple_tag(scanner.is_set_up, name="scanner_is_set_up")


@register.filter
def endings_of_families(families: Sequence[str]) -> str:
    """Return the endings of these kinds of files, for people."""
    return ", ".join(endings_of(families))


@register.filter
def accepted(families: Sequence[str]) -> str:
    """Return the endings as a file field lists them; of pictures, sound and video the type, so that a phone offers to
    take one.
    """
    types = {"pictures": "image/jpeg,image/png,image/webp", "sound": "audio/*", "video": "video/*"}
    wide = [types[family] for family in families if family in types]
    return ",".join([*wide, *(f".{ending}" for ending in endings_of(families))])

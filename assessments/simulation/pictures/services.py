"""Pictures as rows: kept once, looked for by their names, and as addresses for paper. The only writer but the sweep."""

from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.casework.definition.pictures import name_of
from lms.foundation.interface.pictures import size_of

from .models import Picture

LONGEST_SIDE = 90
"""Millimetres on paper."""
PIXELS = 4
"""To a millimetre at least, so that a small picture stays sharp."""


@dataclass(frozen=True)
class PaperPicture:
    """A picture as an `address` that holds it, and how `wide` it is to be printed, in millimetres."""

    address: str
    wide: int


def keep(picture: bytes, *, now: datetime) -> str:
    """Store what `drawing.drawn` gave, once, and give its name."""
    name = name_of(picture)
    width, height = size_of(picture)
    new = {"data": picture, "width": width, "height": height, "used_at": now}
    Picture.objects.update_or_create(digest=name, defaults={"used_at": now}, create_defaults=new)
    return name


def known(names: Collection[str]) -> set[str]:
    """Return the names among `names` that are stored. One statement, none where there is nothing to look for."""
    return set(Picture.objects.filter(pk__in=names).values_list("pk", flat=True)) if names else set()


def sizes_of(names: Collection[str]) -> dict[str, list[int]]:
    """Return width and height in pixels of those that are here, as JSON takes them. One statement, none where there is
    nothing to look for.
    """
    rows = Picture.objects.filter(pk__in=names).values_list("pk", "width", "height") if names else ()
    return {name: [width, height] for name, width, height in rows}


def names_in(structure: Mapping[str, Any]) -> set[str]:
    """Return the names of the pictures on the cards of a case."""
    return {card["picture"] for card in structure.get("cards", {}).values() if card.get("picture")}


def store_pictures(structure: Mapping[str, Any], brought: Mapping[str, bytes], *, now: datetime) -> dict[str, object]:
    """Return the structure with the names under which pictures of its file, drawn anew, are kept. One that was here
    before, byte for byte, has its name still.
    """
    here = known(brought)
    Picture.objects.filter(pk__in=here).update(used_at=now)
    names = {name: name if name in here else keep(picture, now=now) for name, picture in brought.items()}
    cards = {id: _renamed(card, names) for id, card in structure.get("cards", {}).items()}
    return {**structure, "cards": cards}


def bytes_of(names: Collection[str]) -> dict[str, bytes]:
    """Return the stored pictures, in the order of `names`. One statement, none where there is nothing to look for."""
    rows = Picture.objects.filter(pk__in=names).values_list("pk", "data") if names else ()
    found = {name: bytes(data) for name, data in rows}
    return {name: found[name] for name in names if name in found}


def on_paper(names: Collection[str]) -> dict[str, PaperPicture]:
    """Return the stored pictures for paper, which sends no requests. One statement, none where there is nothing to look
    for.
    """
    return {row.digest: _on_paper(row) for row in Picture.objects.filter(pk__in=names)} if names else {}


def _renamed(card: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, object]:
    name = card.get("picture", "")
    return {**card, "picture": names[name]} if name in names else dict(card)


def _on_paper(row: Picture) -> PaperPicture:
    longest = min(LONGEST_SIDE, max(row.width, row.height) / PIXELS)
    wide = longest * row.width / max(row.width, row.height)
    return PaperPicture(f"data:image/jpeg;base64,{b64encode(bytes(row.data)).decode()}", max(round(wide), 1))

"""The rows of an MSEL in the file of a case: each is an inject with a card, for seats by their names. Pure."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from lms.people.administration.roster.parsing.headings import plain

from ...checking.finding import Finding, warning
from .rows import Sheet, SheetRow
from .times import DAY

EVERYBODY = {
    plain(word)
    for word in ("all", "everybody", "everyone", "all players", "tous", "الجميع", "ሁሉም", "wote", "dhammaan", "hunda")
}
LONGEST_TITLE = 60


def merge_sheet(sheet: Sheet, file: Mapping[str, object] | None = None) -> tuple[dict[str, object], list[Finding]]:
    """Return the file of a case with the rows of the sheet after its own injects, or a new file; and what is to be said
    of rows: those of the sheet, and `new_seat` for each seat that is made. A row with the id of an inject changes that:
    what it says takes the place of what was there, and what it leaves empty stays. Nothing else is changed.
    """
    case: dict[str, Any] = deepcopy(dict(file)) if file is not None else _empty()
    findings = list(sheet.findings)
    seats = _Seats(case.setdefault("seats", {}))
    injects, cards = case.setdefault("injects", []), case.setdefault("cards", {})
    own = {str(inject["id"]): inject for inject in injects if isinstance(inject, dict) and inject.get("id")}
    known = set(own)
    for row in sheet.rows:
        to = seats.ids(row, findings)
        if row.id in own:
            _change(own[row.id], row, to, cards)
            continue
        id, card = _free(f"row{row.row}", known), _free(f"c_row{row.row}", cards)
        known.add(id)
        cards[card] = {"title": row.title or _short(row.text), "source": row.sender, "text": row.text}
        cards[card] |= {"picture": row.picture} if row.picture else {}
        injects.append(_inject(row, id, card, to))
    last = max((row.at for row in sheet.rows if row.at is not None), default=0)
    timed_anyway = {str(row.row) for row in sheet.rows if row.id in own}
    findings = [one for one in findings if one.what not in ("no_time", "no_to") or one.place not in timed_anyway]
    case["ends"] = max(int(case.get("ends") or 0), (last // DAY + 1) * DAY if not case.get("ends") else last + 1)
    return case, findings


def _empty() -> dict[str, object]:
    return {
        "case": "case",
        "title": "",
        "content_note": "",
        "ends": 0,
        "turns": [],
        "facts": {},
        "decisions": [],
        "forms": [],
    }


def _inject(row: SheetRow, id: str, card: str, to: list[str]) -> dict[str, object]:
    inject: dict[str, Any] = {"id": id, "to": to, "card": card}
    inject |= {"by_hand": True} if row.at is None else {"at": row.at}
    return inject | ({"expect": row.expect} if row.expect else {})


def _change(inject: dict[str, Any], row: SheetRow, to: list[str], cards: dict[str, Any]) -> None:
    card = cards.setdefault(str(inject.setdefault("card", f"c_{row.id}")), {})
    said = {"title": row.title, "source": row.sender, "text": row.text, "picture": row.picture}
    card.update({name: words for name, words in said.items() if words})
    inject.update({name: value for name, value in (("to", to), ("expect", row.expect)) if value})
    if row.at is not None:
        inject["at"] = row.at
        inject.pop("by_hand", None)


def _short(text: str) -> str:
    """Return the first line, ended after a whole word."""
    line = text.split("\n")[0]
    if len(line) <= LONGEST_TITLE:
        return line
    return f"{line[:LONGEST_TITLE].rsplit(' ', 1)[0].rstrip('.,;:')}…"


def _free(id: str, taken: Iterable[str]) -> str:
    known, number, free = set(taken), 1, id
    while free in known:
        number += 1
        free = f"{id}_{number}"
    return free


class _Seats:
    """The seats of the case, found by their id or name however it is written."""

    def __init__(self, seats: dict[str, Any]) -> None:
        self._seats = seats
        self._ids = {plain(id): id for id in seats}
        for id, seat in seats.items():
            name = seat.get("name") if isinstance(seat, dict) else None
            if isinstance(name, str):
                self._ids.setdefault(plain(name), id)

    def ids(self, row: SheetRow, findings: list[Finding]) -> list[str]:
        found: dict[str, None] = {}
        for name in row.to:
            if plain(name) in EVERYBODY:
                found |= dict.fromkeys(self._seats)
                continue
            if plain(name) not in self._ids:
                self._add(name)
                findings.append(warning("new_seat", str(row.row), seat=name))
            found[self._ids[plain(name)]] = None
        return list(found)

    def _add(self, name: str) -> None:
        id = _free("_".join(plain(name).split())[:40] or "seat", self._seats)
        self._seats[id] = {"name": name, "brief": "", "knows": []}
        self._ids[plain(name)] = id

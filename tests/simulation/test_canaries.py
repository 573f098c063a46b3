"""No seat’s response has a byte of another’s: after each entry of random play, with a mark in place of every word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

import pytest
from django.urls import reverse

from assessments.casework import Entry, Refused, Script, State
from assessments.casework.state import DEBRIEF
from assessments.simulation.runs import services
from assessments.simulation.runs.current_state import state_at
from assessments.simulation.runs.models import Seat
from assessments.simulation.runs.scripts import script_of
from lms.foundation.plugins.identifiers import uuid7
from tests.casework.test_laws import something

from .canaries import MARK, Place, case_page, marks, pictures
from .conftest import SEATS
from .test_playing import moment

__all__ = ["case_page", "marks", "pictures"]
ENTRIES = 40


def allowed(script: Script, state: State, seat: str, marks: Mapping[Place, str]) -> Iterator[str]:
    """The marks that the page of a seat may have: those of its role, of what it was told, and of what it does."""
    cards = {one.card for one in state.told.get(seat, ())}
    decisions = {id for id, one in script.decisions.items() if one.seat == seat and {id} & {*state.opened, *state.made}}
    made = {id for id in decisions if id in state.made and state.status == DEBRIEF}
    forms = {id for id, one in script.forms.items() if one.seat == seat and f"f:{id}" in state.opened}
    forms |= {id for id, one in script.forms.items() if seat in one.to and id in state.sent}
    facts = {one.id for one in script.case.facts if {seat, "*"} & {*one.seen_by}}
    for place, mark in marks.items():
        part, id, *inside = (*place, "")
        if (
            place == ("content_note",)
            or (part == "cards" and id in cards)
            or (part == "seats" and (id == seat or inside[0] == "name"))
            or (part == "decisions" and id in decisions and place[-1] in ("ask", "text"))
            or (part == "decisions" and id in made and place[-1] == "feedback")
            or (part == "forms" and id in forms and (inside[0] == "title" or {"label", "labels"} & {*place}))
            or (part == "facts" and id in facts)
        ):
            yield mark


def worded(entry: Entry, word: str) -> Entry:
    """What somebody writes, in words of its own."""
    data = {name: word if name in ("reason", "text") else value for name, value in entry.data.items()}
    if "values" in data:
        fields = data["values"].items()
        data["values"] = {name: word if isinstance(value, str) else value for name, value in fields}
    return replace(entry, data=data)


def readers(script: Script, entry: Entry) -> set[str]:
    """Who may read what was written: whoever wrote it, and to whom it went."""
    if entry.verb == "say":
        return {entry.seat, *entry.data["to"]}
    if entry.verb == "send":
        return {entry.seat, *script.forms[entry.data["form"]].to}
    if entry.verb == "receive":
        return {entry.seat, script.forms[entry.data["form"]].seat}
    return {entry.seat}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.sweep)])
def test_after_each_entry_each_seat_has_what_it_was_told_and_no_mark_of_another(
    seed, run, course, as_, players, marks, pictures, omar, now, clock
):
    script, random, picking, at = script_of(run), Random(seed), Random(seed), 0
    clients = {role: as_(players[role]) for role in SEATS}
    seats = {one.role: one for one in Seat.objects.filter(run=run)}
    written: dict[str, set[str]] = {}
    entered, lesson = 0, reverse("learn:activity", args=[course.slug, "guesthouse"])

    def look() -> None:
        state = state_at(run, moment(now, at))
        for role, client in clients.items():
            where = reverse("simulation:seat", args=[seats[role].pk])
            pages = [client.get(where), client.get(reverse("simulation:pulse", args=[seats[role].pk]))]
            pages += [client.get(reverse("simulation:mine")), client.get(lesson)]
            assert {page.status_code for page in pages} == {200}
            shown = " ".join(f"{page.content.decode()} {dict(page.headers)}" for page in pages)
            assert not re.search(r"data-(feedback|marks|expect)|\bi:j\d", shown)
            found, may = set(MARK.findall(shown)), set(allowed(script, state, role, marks))
            assert found <= may, (role, [place for place, mark in marks.items() if mark in found - may])
            told = {(part, one.card) for one in state.told.get(role, ()) for part in ("title", "text")}
            assert {marks["cards", card, part] for part, card in told} <= found
            assert not [word for word, those in written.items() if word in shown and role not in those]
            own = {pictures[one.card] for one in state.told.get(role, ())}
            assert {name for name in pictures.values() if name in shown} == own
            other = picking.choice([name for name in pictures.values() if name not in own])
            address = reverse("simulation:seat-picture", args=[seats[role].pk, other])
            assert client.get(address).status_code == 404

    for number in range(ENTRIES):
        state = state_at(run, moment(now, at))
        entry = worded(something(script, state, random), word := f"W{number:04}Z")
        at = max(at, min(entry.at, 14000))
        clock.move_to(moment(now, at))
        about = {"verb": entry.verb, "data": entry.data, "entry_id": uuid7(), "now": moment(now, at)}
        try:
            services.record(seat=seats[entry.seat], **about)
        except Refused:
            continue
        entered, written[word] = entered + 1, readers(script, entry)
        run.refresh_from_db()
        look()
    assert entered > ENTRIES / 2
    services.finish(run=run, by=omar, now=moment(now, at))
    run.refresh_from_db()
    look()


def test_a_mark_that_stands_in_a_page_is_found(run, as_, players, marks):
    """The test itself: what a seat may see is there."""
    seat = Seat.objects.get(run=run, role="fiu")
    shown = as_(players["fiu"]).get(reverse("simulation:seat", args=[seat.pk])).content.decode()
    assert marks["cards", "c_wallet", "text"] in shown and marks["cards", "c_call1", "text"] not in shown

"""Pieces: lessons and forms of draws as a phone keeps them, drawn for nobody, and named by the hash of their bytes.

A piece is JSON: `parts` in order, each of them HTML, or a check that is drawn blank and once for each answer.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.learning.progress.access import activity_types
from lms.learning.progress.player.activity_place import ActivityPlace
from lms.learning.progress.player.learner_course import LearnerCourse
from lms.version import VERSION

from .drawn_events import start_of
from .models import Draw

FORMAT = 1
MOST_OPTIONS = 4
"""A check with several right answers and more options than these is drawn blank alone: each answer doubles them."""
KEPT = 3600
"""Seconds for which a piece that was drawn is kept."""
CHECK = re.compile(r'<form method="post" action="#check-([0-9a-f-]{36})".*?</form>', re.S)
EVENT_ID = re.compile(r'(name="event_id" value=")[^"]*"')
Definition = Mapping[str, Any]
NO_ATTEMPT = SimpleNamespace(number="", pk="", answered_at=None)
"""It has not begun."""


@dataclass(frozen=True)
class Piece:
    """One lesson or form, as bytes, and its name."""

    name: str
    body: bytes


def piece_of(place: ActivityPlace) -> Piece:
    """Return the lesson of a learner's place; it holds nothing of that learner."""
    way = place.way
    key = f"offline.piece:{VERSION}:{place.content.digest}:{way.language}:{way.enrolment.institution_id}"
    body: bytes | None = cache.get(key)
    if body is None:
        body = _drawn(place)
        cache.set(key, body, KEPT)
    return Piece(hashlib.sha256(body).hexdigest(), body)


def _drawn(place: ActivityPlace) -> bytes:
    definition = place.content.definition
    checks = definition.get("checks", {})
    blank, end = _html(place, {}), 0
    parts: list[object] = []
    answered: dict[str, dict[str, str]] = {name: {} for name in checks}
    for answers in _rounds(checks):
        for found in CHECK.finditer(_html(place, answers)):
            if found[1] in answers:
                answered[found[1]][_choice(answers[found[1]]["chosen"])] = found[0]
    for found in CHECK.finditer(blank):
        parts += [blank[end : found.start()], {"check": found[1], "blank": found[0], "answered": answered[found[1]]}]
        end = found.end()
    parts.append(blank[end:])
    spoken = {"lang": place.foreign["code"]} if place.foreign else {}
    piece = {"v": FORMAT, "title": str(place.way.title_of(place.entry)), "parts": parts, **spoken}
    return json.dumps(piece, ensure_ascii=False, separators=(",", ":")).encode()


def _html(place: ActivityPlace, answers: Mapping[str, object]) -> str:
    """Return the lesson with these answers, without token and event ids."""
    state = {"checks": answers, "done": True}
    activity = place.kind.context(place.content.definition, None, state, closed=False, now=place.way.now)
    context = {
        "content": place.content,
        "activity": {**activity, "unanswered": []},
        "way": place.way,
        "spoken": place.spoken,
    }
    return EVENT_ID.sub(r'\1"', render_to_string(place.kind.template, context))


def _rounds(checks: Definition) -> Iterator[dict[str, dict[str, Any]]]:
    """Yield answers to all checks at once, until each check was answered in each way."""
    ways = {name: list(_ways(check)) for name, check in checks.items()}
    for number in range(max(map(len, ways.values()), default=0)):
        yield {name: answers[number] for name, answers in ways.items() if number < len(answers)}


def _ways(check: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the answers that can be given to one check, as the lesson keeps them."""
    options, key = [option["id"] for option in check["options"]], set(check["key"])
    if len(key) > 1 and len(options) > MOST_OPTIONS:
        return
    for size in range(1, len(options) + 1 if len(key) > 1 else 2):
        for chosen in combinations(options, size):
            yield {"chosen": list(chosen), "right": set(chosen) == key}


def _choice(chosen: list[str]) -> str:
    """Return an answer in one text: the ids of the options, sorted."""
    return " ".join(sorted(chosen))


def form_piece(way: LearnerCourse, entry: Entry, draw: Draw) -> Piece | None:
    """Return the form of `draw`, as its own content has it; None while it cannot be drawn, as without its plugin."""
    key = f"offline.form:{VERSION}:{draw.pk}:{way.language}"
    body: bytes | None = cache.get(key)
    if body is None:
        try:
            body = _drawn_form(way, entry, draw)
        except NotInstalled:
            return None
        cache.set(key, body, KEPT)
    return Piece(hashlib.sha256(body).hexdigest(), body)


def _drawn_form(way: LearnerCourse, entry: Entry, draw: Draw) -> bytes:
    content, place = lookup.content(draw.content), ActivityPlace(way, entry, None)
    kind = activity_types.activity_type(entry.kind, content.digest, at=way.enrolment.institution)
    form, state = start_of(draw).start.draw(kind)
    context = {
        "content": content,
        "entry": entry,
        "attempt": NO_ATTEMPT,
        "closed": False,
        "offline": True,
        "activity": kind.context(content.definition, form, state, closed=False, now=draw.issued_at),
        "spoken": place.spoken,
        "time_left": None,
    }
    html = EVENT_ID.sub(r'\1"', render_to_string(kind.template, context))
    spoken = {"lang": place.foreign["code"]} if place.foreign else {}
    piece = {"v": FORMAT, "title": str(way.title_of(entry)), "parts": [html], **spoken}
    return json.dumps(piece, ensure_ascii=False, separators=(",", ":")).encode()

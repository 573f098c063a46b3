"""Context of the template of a seat’s page: the seat, the run as it is by now, and input that was refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.casework import Refused, Texts
from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.people.directory.models import User

from ..page.choices import Mode, Status
from ..runs.current_state import ends_at, moment_of, running_clock, state_at
from ..runs.etag import tag_of
from ..runs.models import LogEntry, Seat
from ..runs.refusals import sentence
from ..runs.scripts import definition_of, digest_of, language_of, script_of, texts_of
from .case_file import opened_by, with_word
from .seat_view import Refusal, seat_context

NOTHING = Refusal()
AROUND = ("run__activity", "attempt__enrolment")
SLOWLY = {"soon": 20, "later": 60}
PACES = {Mode.LIVE: {"soon": 10, "later": 30}, Mode.TURNS: SLOWLY, Mode.PLENARY: SLOWLY}
"""Seconds between two questions of a page: while something happened lately, and otherwise."""


def row_of(person: User, pk: int) -> Seat:
    """Return the seat, where `person` plays. Raises `Http404`. One statement."""
    return get_object_or_404(Seat.objects.of(person).select_related(*AROUND), pk=pk)


def page_of(
    row: Seat,
    now: datetime,
    refusal: Refusal = NOTHING,
    why: Exception | None = None,
    *,
    word: str = "",
    picture: Callable[[str], str] | None = None,
) -> dict[str, object]:
    """Return the context of the page. One statement where this process has read the case before. `word` is looked for
    in the case file; `picture` gives the address of a picture by its name, that of the seat itself unless told.
    """
    run, language = row.run, get_language() or "en"
    country = row.attempt.enrolment.country if row.attempt else ""
    texts, digest = texts_of(run, language, country), digest_of(run, language, country)
    written_in = language_of(run, digest, language)
    about = {
        "title": run.activity.title_in(language),
        "run": run,
        "row": row,
        "words_in": written_in if written_in != language else "",
        "note": texts.content_note,
        "wellbeing": definition_of(digest).get("wellbeing", ""),
        "event_id": uuid7,
        "new_id": uuid7,
        "live": _live(row, now),
        "blank_clock": {"day": "{day}", "time": "{time}"},
    }
    if run.status == Status.PLANNED:
        return about | {"planned": True, "seat": {"name": texts.of("seats", row.role).get("name", row.role)}}
    state = state_at(run, now)
    refusal = replace(refusal, sentence=_why(row, why, texts)) if why is not None else refusal
    seat = seat_context(script_of(run), state, texts, row.role, refusal, partial(moment_of, run))
    cards, letters = opened_by(row)
    for one in seat["messages"]:
        one["is_read"] = one["own"] or one["number"] in letters
    for card in seat["cards"]:
        card["is_read"] = card["id"] in cards
        card["address"] = (picture or partial(_address, row.pk))(card["picture"]) if card["picture"] else ""
    return about | {
        "seat": seat,
        "may_read": run.status != Status.CLOSED,
        "unread": [one for one in seat["cards"] if not one["is_read"]],
        "unread_messages": [one for one in seat["messages"] if not one["is_read"]],
        "word": word,
        "found": with_word(seat["cards"], word),
        "ends_at": ends_at(run, state),
    }


def _live(row: Seat, now: datetime) -> dict[str, object]:
    """Return where the page asks whether something is new, what it has, and the clock as it goes."""
    run = row.run
    about = {"address": reverse("simulation:pulse", args=[row.pk]), "tag": tag_of(row, now), **PACES[Mode(run.mode)]}
    return about | running_clock(run, now)


def _address(seat: int, name: str) -> str:
    return reverse("simulation:seat-picture", args=[seat, name])


def _why(row: Seat, why: Exception, texts: Texts) -> str:
    if isinstance(why, Refused):
        return sentence(why, texts, *(_made_by(row, str(why.values.get("decision"))) if why.why == "made" else ()))
    if isinstance(why, NotInstalled):
        return str(unavailable_text(why))
    return _("This page was out of date. Your text is below: send it again.")


def _made_by(row: Seat, decision: str) -> tuple[str, str]:
    """Return the reason why this person cannot decide, where another person with this seat did: its key, and the name
    of a colleague of one’s own institution. Empty for a decision of one’s own.
    """
    lines = LogEntry.objects.filter(run=row.run_id, role=row.role, verb="decide", data__decision=decision)
    made = lines.exclude(seat=None).exclude(seat__person=row.person_id).select_related("seat__person").first()
    if made is None or made.seat is None:
        return "", ""
    other = made.seat.person
    if other.institution_id is None or other.institution_id != row.person.institution_id:
        return "made_by_another", ""
    return "made_by", other.name

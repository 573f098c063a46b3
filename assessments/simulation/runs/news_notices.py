"""Notices to players while they are away: a form waits for their answer, something came for them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import State, see
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words
from lms.people.directory.clocks import zone_of

from ..page.choices import Mode
from .arrivals import LATELY, away_since, first_news, seats_with_last, turn_began, under_way
from .models import Seat
from .scripts import script_of
from .turn_notices import seats_of, title_of

AWAY = timedelta(minutes=15)
"""Whoever entered nothing for so long since something came is told of it."""


class FormWaits(NoticeKind):
    """Notice of a form that no recipient has answered yet: at most once a day for each seat."""

    slug = "simulation_form"
    name = gettext_lazy("A form waits for you in a simulation")
    duty = "learner"
    every = timedelta(minutes=5)

    def occasions(self, *, now: datetime) -> Iterable[Occasion]:
        for run in under_way(Mode.LIVE, Mode.TURNS, now=now):
            told = {(one.person, one.subject): one for one in _forms(run)}
            yield from told.values()

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        found = seats_of(told)
        return [_form_words(found.get(one.facts.get("seat"))) for one in told]


class News(NoticeKind):
    """Once for each absence: a card came or somebody wrote, and whoever it is for did nothing since."""

    slug = "simulation_news"
    name = gettext_lazy("Something new came for you in a simulation")
    duty = "learner"
    every = timedelta(minutes=5)

    def occasions(self, *, now: datetime) -> Iterable[Occasion]:
        for run in under_way(Mode.LIVE, Mode.TURNS, now=now):
            yield from _news(run, now)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        found = seats_of(told)
        last = dict(seats_with_last().filter(pk__in=found).values_list("pk", "last"))
        return [_news_words(found.get(one.facts.get("seat")), one, last) for one in told]


def _forms(run: Any) -> Iterator[Occasion]:
    script, sent = script_of(run), State.read(run.state).sent
    for id, came in {str(line.data.get("form")): line.received_at for line in run.lines if line.verb == "send"}.items():
        if id not in sent or sent[id].answer:
            continue
        for seat in run.followed:
            if seat.role in script.forms[id].to:
                since = max(came, seat.joined_at, run.opened_at)
                day = since.astimezone(zone_of(run.institution)).date()
                facts = {"seat": seat.pk}
                yield Occasion(seat.person_id, f"{run.pk}-{seat.pk}-{day}", since + AWAY, since + LATELY, facts)


def _news(run: Any, now: datetime) -> Iterator[Occasion]:
    began = turn_began(run, run.state.get("turn", 0), run.lines, now)
    for seat in run.followed:
        since = away_since(seat, began)
        came = first_news(run, seat.role, since, run.lines)
        if came is not None and came + AWAY <= now:
            facts = {"seat": seat.pk, "since": since.isoformat()}
            key = f"{run.pk}-{seat.pk}-{since.timestamp():.0f}"
            yield Occasion(seat.person_id, key, came + AWAY, came + LATELY, facts)


def _form_words(seat: Seat | None) -> Words | None:
    if seat is None:
        return None
    received = see(script_of(seat.run), State.read(seat.run.state), seat.role).received
    if all(one.answer for one in received):
        return None
    text = _("A form waits for you in “%(title)s”: accept it, or return it with a reason.")
    return Words(_("Simulation"), text % {"title": title_of(seat)}, reverse("simulation:seat", args=[seat.pk]))


def _news_words(seat: Seat | None, one: PendingNotice, last: dict[int, datetime | None]) -> Words | None:
    if seat is None or ((acted := last.get(seat.pk)) and acted > datetime.fromisoformat(one.facts["since"])):
        return None
    text = _("Something new came for you in “%(title)s”.")
    return Words(_("Simulation"), text % {"title": title_of(seat)}, reverse("simulation:seat", args=[seat.pk]))

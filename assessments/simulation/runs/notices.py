"""Notices to the players of runs: an open turn, a form that waits for an answer, something new while they were away."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.casework import State, seat_view
from lms.foundation.interface.words import moment
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, tell
from lms.people.directory.clocks import zone_of

from ..page.choices import Mode, Status
from .arrivals import LATELY, away_since, first_news, seats_with_last, turn_began, under_way
from .models import Seat
from .scripts import script_of

UNTIL_CLOSED = timedelta(days=14)
"""The time for which a notice of a turn without a deadline makes sense."""
SOON, PART = timedelta(hours=3), 8
"""A turn ends soon in its last three hours, and in the last eighth of one that is shorter than a day."""
AWAY = timedelta(minutes=15)
"""The time after which a person who entered nothing since something came is told of it."""


class TurnOpen(NoticeKind):
    """The text never says anything of the case: it may stand on the screen of a locked phone."""

    slug = "simulation_turn"
    name = gettext_lazy("A turn of a simulation is open")
    duty = "learner"
    every = timedelta(minutes=5)

    def occasions(self, *, now: datetime) -> Iterable[Occasion]:
        for run in under_way(Mode.TURNS, now=now):
            yield from _turn(run, now)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        found = seats_of(told)
        return [_turn_words(found.get(one.facts.get("seat")), one, now) for one in told]


def seats_of(told: Sequence[PendingNotice]) -> dict[object, Seat]:
    """Return the seats that notices are about, where they are still had and the run goes on. One statement."""
    keys = [key for one in told if isinstance(key := one.facts.get("seat"), int)]
    seats = Seat.objects.taken().filter(run__status=Status.OPEN).select_related("run__activity")
    return dict(seats.in_bulk(keys))


def title_of(seat: Seat) -> str:
    return str(seat.run.activity.title_in(get_language() or "en"))


def _subject(seat: Seat) -> str:
    return _("Simulation: %(title)s") % {"title": title_of(seat)}


def _turn(run: Any, now: datetime) -> Iterator[Occasion]:
    script, state = script_of(run), State.read(run.state)
    began = turn_began(run, state.turn, run.lines, now)
    ends = run.next_at or began + UNTIL_CLOSED
    half, soon = began + (ends - began) / 2, ends - min(SOON, (ends - began) / PART)
    for seat in run.followed:
        key, about = f"{run.pk}-{state.turn}-{seat.pk}", {"seat": seat.pk, "turn": state.turn + 1}
        about["until"] = run.next_at and ends.isoformat()
        yield Occasion(seat.person_id, key, began, ends, about)
        if run.next_at is None or now < half or not seat_view(script, state, seat.role).questions:
            continue
        yield Occasion(seat.person_id, f"{key}-half", half, soon, about | {"waits": True})
        if seat.last is None or seat.last < began:
            yield Occasion(seat.person_id, f"{key}-soon", soon, ends, about | {"waits": True})


def _turn_words(seat: Seat | None, one: PendingNotice, now: datetime) -> Words | None:
    if seat is None or not _still(seat, one):
        return None
    named = {"turn": one.facts["turn"], "title": title_of(seat)}
    until = one.facts.get("until")
    named["until"] = moment(datetime.fromisoformat(until), today=timezone.localdate(now)) if until else ""
    if one.facts.get("waits"):
        text = _("You have a decision to make in turn %(turn)s of “%(title)s”, until %(until)s.")
    elif until:
        text = _("Turn %(turn)s of “%(title)s” is open until %(until)s.")
    else:
        text = _("Turn %(turn)s of “%(title)s” is open.")
    return Words(_subject(seat), text % named, reverse("simulation:seat", args=[seat.pk]))


def _still(seat: Seat, one: PendingNotice) -> bool:
    """Return whether it is still that turn, and a decision that waited still does."""
    state = State.read(seat.run.state)
    if state.turn + 1 != one.facts.get("turn"):
        return False
    return not one.facts.get("waits") or bool(seat_view(script_of(seat.run), state, seat.role).questions)


class FormWaits(NoticeKind):
    """Notice of a form that no recipient has answered yet: at most once a day for each seat."""

    slug = "simulation_form"
    name = gettext_lazy("You have a form to answer in a simulation")
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
    """Notice, once for each absence: a card or message came, and its reader did nothing since."""

    slug = "simulation_news"
    name = gettext_lazy("New information for you in a simulation")
    duty = "learner"
    every = timedelta(minutes=5)

    def occasions(self, *, now: datetime) -> Iterable[Occasion]:
        for run in under_way(Mode.LIVE, Mode.TURNS, now=now):
            yield from _news(run, now)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        found = seats_of(told)
        last = dict(seats_with_last().filter(pk__in=found).values_list("pk", "last"))
        return [_news_words(found.get(one.facts.get("seat")), one, last) for one in told]


class ResultReady(NoticeKind):
    """Notice that a run was closed, to everybody who played in it."""

    slug = "simulation_result"
    name = gettext_lazy("Your marks of a simulation are ready")
    duty = "learner"

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        rows = Seat.objects.filter(run__status=Status.CLOSED).select_related("run__activity")
        seats = rows.in_bulk({one.facts.get("seat") for one in told} - {None})
        return [_result_words(seats.get(one.facts.get("seat"))) for one in told]


def tell_results(seats: Sequence[Seat], *, now: datetime) -> None:
    """Tell those who played that the run is closed, each once."""
    people = {seat.person_id: seat for seat in seats}
    until = now + UNTIL_CLOSED
    occasions = [Occasion(one, f"{seat.run_id}", now, until, {"seat": seat.pk}) for one, seat in people.items()]
    tell(ResultReady.slug, occasions, now=now)


def _result_words(seat: Seat | None) -> Words | None:
    if seat is None:
        return None
    about = {"title": title_of(seat)}
    text = _("“%(title)s” is over. Read your marks, why you got them, and what others knew.") % about
    return Words(_("Your marks: %(title)s") % about, text, reverse("learn:to", args=[seat.run.activity_id]))


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
    received = seat_view(script_of(seat.run), State.read(seat.run.state), seat.role).received
    if all(one.answer for one in received):
        return None
    text = _("You have a form to answer in “%(title)s”: accept it, or return it with a reason.")
    return Words(_subject(seat), text % {"title": title_of(seat)}, reverse("simulation:seat", args=[seat.pk]))


def _news_words(seat: Seat | None, one: PendingNotice, last: dict[int, datetime | None]) -> Words | None:
    if seat is None or ((acted := last.get(seat.pk)) and acted > datetime.fromisoformat(one.facts["since"])):
        return None
    text = _("There is new information for you in “%(title)s”.")
    return Words(_subject(seat), text % {"title": title_of(seat)}, reverse("simulation:seat", args=[seat.pk]))

"""Runs of other institutions: who was given a hand in one, and how one’s own people did. Nobody else’s records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from ..page.choices import EVALUATOR, Status
from .access import hand_of, name_of, refuse_players, runs_seen_by, teacher
from .models import Run, Seat
from .names import words_of

MOST = 50


@dataclass(frozen=True)
class Guest:
    """One of one's own people in a run elsewhere: `score` once they have a result, `passed` with it."""

    name: str
    title: str
    role: str
    status: str
    score: float | None
    passed: bool | None


def taught_at(person: User) -> set[int]:
    """Return the institutions where `person` teaches or administers. One statement."""
    return set(Institution.objects.visible_to(person, *TEACHING_ROLES).values_list("pk", flat=True))


def steered_elsewhere(person: User, own: set[int]) -> QuerySet[Run]:
    """Return runs of other institutions, once they were opened, in which `person` was given a hand and people of theirs
    have or had a seat.
    """
    seats = Prefetch("seats", Seat.objects.select_related("person__institution").order_by("pk"))
    theirs = Seat.objects.playing().filter(person__institution__in=own)
    rows = (
        Run.objects.steered_by(person)
        .exclude(institution__in=own)
        .exclude(status=Status.PLANNED)
        .filter(pk__in=theirs.values("run"))
    )
    return rows.select_related("institution", "cohort", "activity").prefetch_related(seats)


@dataclass(frozen=True)
class WatchedRun:
    """A run that somebody may watch, and what they call whoever has a seat; `is_host` where it is of their own
    institution. Of a run elsewhere they know their own people alone by name.
    """

    run: Run
    name: Callable[[Seat], str]
    is_host: bool


def watched_run(request: SignedInRequest, key: UUID) -> WatchedRun:
    """Raise 404 for others, `OwnCase` where they play in it."""
    return _watched(teacher(request), key)


def _watched(person: User, key: UUID) -> WatchedRun:
    here = runs_seen_by(person).filter(pk=key).first()
    if here is not None:
        refuse_players(here, person)
        return WatchedRun(here, lambda seat: name_of(seat, here), is_host=True)
    own = taught_at(person)
    run = get_object_or_404(steered_elsewhere(person, own), pk=key)
    refuse_players(run, person)
    return WatchedRun(run, lambda seat: seat.person.name if seat.person.institution_id in own else "", is_host=False)


def evaluated_run(request: SignedInRequest, key: UUID) -> WatchedRun:
    """Return the same for the debrief: of a run elsewhere for whoever was invited to evaluate it, and nobody else."""
    return evaluated_by(teacher(request), key)


def evaluated_by(person: User, key: UUID) -> WatchedRun:
    """Return the same for a person who asks for a file."""
    seen = _watched(person, key)
    if not may_debrief(seen, person):
        raise Http404
    return seen


def may_debrief(seen: WatchedRun, person: User) -> bool:
    """Return whether `person`, who may watch the run, may read its debrief. No statement."""
    hand = hand_of(seen.run, person)
    return seen.is_host or (hand is not None and hand.role == EVALUATOR)


def guests_of(person: User, own: Iterable[int]) -> list[Guest]:
    """Return seats and results of people of `own` institutions in runs elsewhere, the latest first, and nothing of the
    run. One statement.
    """
    rows = Seat.objects.playing().filter(person__institution__in=own).exclude(run__institution__in=own)
    rows = rows.exclude(person=person).select_related("person", "attempt", "run__activity", "run__institution")
    return [_guest(row) for row in rows.order_by("-pk")[:MOST]]


def may_be_invited(person: User, run: Run) -> bool:
    """Return whether `person` teaches at an institution from which a person has a seat in `run`."""
    own = taught_at(person)
    return run.seats.playing().taken().filter(person__institution__in=own).exists()


def _guest(row: Seat) -> Guest:
    attempt = row.attempt
    done = attempt is not None and attempt.completed_at is not None
    return Guest(
        name=row.person.name,
        title=str(row.run.activity.title_in(get_language() or "en")),
        role=words_of(row.run).seat(row.role),
        status=row.run.get_status_display(),
        score=attempt.score if done and attempt is not None else None,
        passed=attempt.passed if done and attempt is not None else None,
    )

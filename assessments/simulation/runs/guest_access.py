"""Runs of other institutions: who was given a hand in one, and how one’s own people did. Nobody else’s records."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet, UUIDField, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from lms.foundation.database.statements import Parameter
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.current_viewer import RowsOfViewer
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from ..page.choices import EVALUATOR, Status
from .access import hand_of, name_of, refuse_players, runs_seen_by, seats_alone, seats_with_people, teacher
from .models import Run, Seat
from .names import words_of

MOST, LISTED = 50, 30


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


def steered_elsewhere(person: User) -> QuerySet[Run]:
    """Return runs of other institutions, once they were opened, in which `person` was given a hand and people of theirs
    have or had a seat.
    """
    own = Institution.objects.visible_to(person, *TEACHING_ROLES)
    theirs = Seat.objects.playing().filter(person__institution__in=own)
    rows = (
        Run.objects.steered_by(person)
        .exclude(institution__in=own)
        .exclude(status=Status.PLANNED)
        .filter(pk__in=theirs.values("run"))
    )
    return rows.select_related("institution", "cohort", "activity")


def listed_elsewhere(person: User) -> list[Run]:
    """Return the latest of them, with their seats but not with the people. Two statements, or one where there is
    none.
    """
    found = _STEERED.rows(person)
    prefetch_related_objects(found, seats_alone())
    return found


_STEERED = RowsOfViewer(lambda viewer: steered_elsewhere(viewer).order_by("-planned_at", "pk")[:LISTED])


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


def _here(viewer: User) -> QuerySet[Run]:
    return runs_seen_by(viewer).prefetch_related(None).filter(pk=Parameter("run", UUIDField()))


_HERE = RowsOfViewer(_here)


def _watched(person: User, key: UUID) -> WatchedRun:
    here = next(iter(_HERE.rows(person, run=key)), None)
    if here is not None:
        prefetch_related_objects([here], seats_with_people())
        refuse_players(here, person)
        return WatchedRun(here, lambda seat: name_of(seat, here), is_host=True)
    own = taught_at(person)
    run = get_object_or_404(steered_elsewhere(person).prefetch_related(seats_with_people()), pk=key)
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


def guests_of(person: User) -> list[Guest]:
    """Return seats and results of people of one's own institutions in runs elsewhere, the latest first, and nothing of
    the run. One statement.
    """
    return [_guest(row) for row in _GUESTS.rows(person)]


def _guests(viewer: User) -> QuerySet[Seat]:
    own = Institution.objects.visible_to(viewer, *TEACHING_ROLES)
    rows = Seat.objects.playing().filter(person__institution__in=own).exclude(run__institution__in=own)
    rows = rows.exclude(person=viewer.pk).select_related("person", "attempt", "run__activity", "run__institution")
    return rows.order_by("-pk")[:MOST]


_GUESTS = RowsOfViewer(_guests)


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

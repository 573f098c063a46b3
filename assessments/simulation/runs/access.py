"""Access of staff to runs: those who teach or administer at the institution of a run, and do not play in it."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import OwnCase

from ..page.choices import CONTROL_ROLES
from .models import Run, Seat


def seats_with_people() -> Prefetch[Any]:
    return Prefetch("seats", Seat.objects.select_related("person__institution").order_by("pk"))


def seats_alone() -> Prefetch[Any]:
    return Prefetch("seats", Seat.objects.only("run", "role", "person", "attempt", "left_at").order_by("pk"))


def teacher(request: SignedInRequest) -> User:
    """Return the signed-in user, narrowed to where simulations are on; 404 for a person who teaches nobody."""
    if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
        raise Http404
    return request.user


def cohort_of(request: SignedInRequest, pk: int) -> Cohort:
    """Return an open cohort of an institution where the person teaches or administers."""
    return get_object_or_404(Cohort.objects.taught_by(teacher(request)).select_related("institution"), pk=pk)


def runs_of(request: SignedInRequest) -> QuerySet[Run]:
    """Return the runs of the institutions where the person teaches or administers, each with all its seats."""
    return runs_seen_by(teacher(request))


def runs_seen_by(person: User) -> QuerySet[Run]:
    """Return the same for a person who asks for a file."""
    return _shown(Run.objects.visible_to(person, *TEACHING_ROLES)).prefetch_related(seats_with_people())


def listed_runs(request: SignedInRequest) -> QuerySet[Run]:
    """Return the same for a list: each with its seats, but not with the people."""
    return _shown(Run.objects.visible_to(teacher(request), *TEACHING_ROLES)).prefetch_related(seats_alone())


def _shown(runs: QuerySet[Run]) -> QuerySet[Run]:
    return runs.select_related("institution", "cohort", "activity")


def run_of(request: SignedInRequest, key: UUID) -> Run:
    """Return one of them, in which the person does not play and did not: 404 for others, `OwnCase` where they do."""
    run = get_object_or_404(runs_of(request), pk=key)
    refuse_players(run, request.user)
    return run


def refuse_players(run: Run, person: User) -> None:
    """Raise `OwnCase` for whoever has or had a seat of the case in a run of `runs_of`."""
    if plays_in(run, person):
        raise OwnCase(_("People who play in a run cannot run or mark it. Ask a colleague."))


def plays_in(run: Run, person: User) -> bool:
    """Return whether `person` has or had a seat of the case. No statement for a run of `runs_of`."""
    return any(seat.person_id == person.pk and seat.attempt_id is not None for seat in run.seats.all())


def hand_of(run: Run, person: User) -> Seat | None:
    """Return with which role `person` runs or watches a run of `runs_of`, of several the one that does most; None where
    they have none.
    """
    hands = [one for one in run.seats.all() if one.is_control and one.person_id == person.pk and _sits(one)]
    return min(hands, key=lambda one: CONTROL_ROLES.index(one.role), default=None)


def people_in(run: Run, role: str) -> list[Seat]:
    """Return the seats of people who have a role of a run of `runs_of` now."""
    return [one for one in run.seats.all() if one.role == role and _sits(one)]


def name_of(seat: Seat, run: Run) -> str:
    """Return the name of a seat's person for pages of staff: for guests only the number with which they were seated."""
    return seat.person.name if is_own(seat.person, run) else seat.person.service_number


def is_own(person: User, run: Run) -> bool:
    """Return whether `person` is of the institution of the run, or of one below it: others are guests."""
    path = person.institution.path if person.institution else None
    return path is not None and run.institution.path is not None and path.startswith(run.institution.path)


def _sits(seat: Seat) -> bool:
    return seat.left_at is None

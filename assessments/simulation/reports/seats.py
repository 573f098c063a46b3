"""Seats in runs that were closed, of the learners whom somebody may see, with what each run came to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from assessments.casework import Script, State
from assessments.casework import script as made_ready
from lms.learning.progress.models import Enrolment
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.models import User

from ..runs.models import Run, Seat
from ..runs.names import Words, words_of
from ..runs.scripts import case_of
from .filters import INSTITUTION, PROFESSION, ROLE, Params, of_runs, profession, within

MOST_RUNS = 1000
"""The newest are counted: reading so many takes some seconds."""
AT_ONCE = 50


@dataclass(frozen=True)
class SeatRecord:
    """Learner in a role, with profession and institution at the time of enrolment."""

    role: str
    learner: int
    profession: str
    institution: str


@dataclass(frozen=True)
class ClosedRun:
    """A run with the seats of it that count, its case, the state in which it ended, and its words."""

    activity: UUID
    edition: str
    script: Script
    state: State
    words: Words
    seats: list[SeatRecord]


def runs_of(viewer: User, params: Params) -> Iterator[ClosedRun]:
    """Yield runs in which learners whom `viewer` may see have a result, the newest first: seats of these learners
    alone, also where the run is another institution's. Two statements, and one for the viewer's institutions.
    """
    by_run = _seats(viewer, params)
    yield from read(Run.objects.filter(pk__in=by_run), lambda run: by_run[run.pk])


def read(runs: QuerySet[Run], seats: Callable[[Run], list[SeatRecord]]) -> Iterator[ClosedRun]:
    """Yield the newest `MOST_RUNS` of these, each with its `seats`."""
    fields = ("activity", "release", "content", "mode", "rules", "state", "institution__country")
    rows = runs.select_related("institution").only("institution", *fields).order_by("-closed_at", "pk")[:MOST_RUNS]
    words: dict[tuple[str, str | None], Words] = {}
    for run in rows.iterator(chunk_size=AT_ONCE):
        digest = str(run.content_id)
        if (of := (digest, get_language())) not in words:
            words[of] = words_of(run)
        script = _script(digest, run.mode, run.rules)
        yield ClosedRun(run.activity_id, digest, script, State.read(run.state), words[of], seats(run))


def _seats(viewer: User, params: Params) -> dict[UUID, list[SeatRecord]]:
    """Return seats by run. Who entered nothing and was not there has no result, and is not counted."""
    theirs = Enrolment.objects.visible_to(viewer, *REPORTING_ROLES)
    rows = Seat.objects.filter(of_runs(params, "run__"), attempt__enrolment__in=theirs, attempt__score__isnull=False)
    rows = rows.filter(within(viewer, params, "attempt__enrolment__institution__path"))
    if "cohort" in params:
        rows = rows.filter(run__cohort=int(params["cohort"]))
    about = "attempt__enrolment__"
    values = rows.values_list(
        "run", "role", f"{about}learner", f"{about}role_family", f"{about}institution__name"
    ).order_by("-run__closed_at", "pk")
    found: dict[UUID, list[SeatRecord]] = {}
    for run, role, learner, family, institution in values.iterator():
        if run in found or len(found) < MOST_RUNS:
            found.setdefault(run, []).append(SeatRecord(role, learner, family, institution))
    return found


def group_of(seat: SeatRecord, run: ClosedRun, by: str | None) -> str:
    """Return the name of the group of a seat; empty where nothing is grouped."""
    if by == ROLE:
        return run.words.seat(seat.role)
    if by == PROFESSION:
        return profession(seat.profession)
    if by == INSTITUTION:
        return seat.institution
    return ""  # not grouped


@lru_cache(maxsize=64)
def _script(digest: str, mode: str, rules: int) -> Script:
    """Return the script for marks, which no seed changes."""
    return made_ready(case_of(digest), 0, mode, rules)

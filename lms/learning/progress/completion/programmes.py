"""Completing a programme: in the transaction that completes the last of its courses, once, and never taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import BigIntegerField, BooleanField, Case, Count, Exists, Func, OuterRef, UUIDField, When

from courses.models import Course, Programme
from lms.foundation.database.statements import Parameter, Statement
from lms.foundation.plugins.events import programme_completed
from lms.people.directory import issuers

from ..models import Enrolment, ProgrammeCompletion

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

CHUNK = 200
_LOCK = 7_001 << 44
"""So that no other lock of a transaction has the number of a learner's."""


class ExclusiveLock(Func):
    """A condition that always holds. Until the transaction ends no other one that asks it for the same `number`
    (`lock_number`) goes on: what is read after it has what the one before wrote.
    """

    output_field = BooleanField()
    template = "(pg_advisory_xact_lock(%(expressions)s)::text IS NOT NULL)"

    def as_sqlite(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return SQL without a lock, since SQLite has one writer anyway; the number is asked for as elsewhere."""
        return super().as_sql(compiler, connection, template="(%(expressions)s IS NOT NULL)", **context)


def lock_number(learner: int) -> int:
    """Return the number of the lock of a learner's programmes."""
    return _LOCK + learner


def _with_done() -> models.QuerySet[Course]:
    """Return the courses of a programme, with it; `done` says which the learner completed. Each has the columns of the
    issuer of certificates where that was.
    """
    theirs = Enrolment.objects.filter(
        course=OuterRef("pk"), learner=Parameter("learner", BigIntegerField()), completed_at__isnull=False
    )
    rows = Course.objects.filter(programme=Parameter("programme", UUIDField())).select_related("programme")
    return rows.annotate(done=Exists(theirs), **issuers.COLUMNS)


_COURSES: Statement[Any] = Statement(_with_done, prepared=True)


@dataclass(frozen=True)
class Required:
    """A programme and the parts that complete it, in order, if these are several: of each, ids of courses that its
    author requires and that are out, of which one is enough. Of a single course its own certificate says all there is
    to say.
    """

    programme: Programme
    parts: list[tuple[str, ...]]

    @property
    def keys(self) -> list[UUID]:
        return [UUID(course) for part in self.parts for course in part]


def all_required() -> list[Required]:
    """Return the required courses of each open programme that requires any. Two statements."""
    return _required(Programme.objects.filter(open=True).order_by("slug"))


def _required(programmes: Iterable[Programme]) -> list[Required]:
    programmes = list(programmes)
    wanted = {course for programme in programmes for course in programme.required}
    out = {str(pk) for pk in _out(wanted).values_list("pk", flat=True)} if wanted else set()
    both = ((one, one.parts(out)) for one in programmes)
    return [Required(programme, parts) for programme, parts in both if len(parts) > 1]


def _out(courses: Iterable[str]) -> models.QuerySet[Course]:
    """Return the courses with these ids that learners can complete: open and released."""
    return Course.objects.filter(pk__in=set(courses), open=True, release__isnull=False)


def courses_beside(enrolment: Enrolment, *, alone: bool = False) -> list[object]:
    """Return the courses of the programme to which that of `enrolment` belongs, which is complete now; `done` says
    which of them its learner completed. Called in the transaction that completes it, before a certificate is issued:
    the issuer that this names is asked for in the same statement.

    No statement where its course is in no programme. Courses of one learner that are completed at once wait for one
    another, those of others do not: the later one sees the earlier. `alone`: what wrote the enrolment has waited
    (`lms.learning.progress.journal.statements.save_completed`); else PostgreSQL is asked to, which is a statement more.
    """
    programme, learner, institution = enrolment.course.programme_id, enrolment.learner_id, enrolment.institution
    if programme is None:
        return []
    if not alone:
        _wait(learner)
    rows = _COURSES.rows(programme=programme, learner=learner, path=institution.path)
    if rows:
        issuers.remember(institution, rows[0])
    return rows


def complete(enrolment: Enrolment, courses: Sequence[Any], *, now: datetime) -> None:
    """Complete the programme of which `enrolment` is the last course; `courses` are those beside it. No statement where
    another one is left.
    """
    learner, programme = enrolment.learner_id, courses[0].programme if courses else None
    if programme is None or not programme.open:
        return
    done = {str(row.pk): row.done for row in courses if row.open and row.release_id}
    taken = [next(filter(done.get, part), "") for part in programme.parts(done)]
    if str(enrolment.course_id) not in programme.required or len(taken) < 2 or not all(taken):
        return
    before = ProgrammeCompletion.objects.filter(enrolment__learner=learner, programme=programme)
    last = before.order_by("-completed_at").first()
    if last is not None:
        again = _completed_again(learner, since=last.completed_at) if enrolment.again else ()
        taken = [next(filter(again.__contains__, part), "") for part in programme.parts(done)]
    if all(taken):
        _write(enrolment, programme, taken, now=now)


def _completed_again(learner: int, *, since: datetime) -> Collection[str]:
    """Return the ids of the courses that the learner completed a further time since."""
    rows = Enrolment.objects.filter(learner=learner, again=True, completed_at__gt=since)
    return {str(course) for course in rows.values_list("course_id", flat=True)}


def _wait(learner: int) -> None:
    """Wait until no other transaction completes a course of the learner's."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_number(learner)])


def _completed(*learners: int) -> defaultdict[int, set[str]]:
    """Return by learner the ids of the courses that they completed."""
    courses: defaultdict[int, set[str]] = defaultdict(set)
    rows = Enrolment.objects.filter(learner__in=learners, completed_at__isnull=False)
    for learner, course in rows.values_list("learner_id", "course_id"):
        courses[learner].add(str(course))
    return courses


def _write(enrolment: Enrolment, programme: Programme, courses: list[str], *, now: datetime) -> None:
    row = ProgrammeCompletion.objects.create(
        programme=programme, enrolment=enrolment, courses=courses, completed_at=now
    )
    programme_completed.send(ProgrammeCompletion, completion=row, now=now)


@dataclass(frozen=True)
class Difference:
    """A learner (primary key) who completed a programme and has no row of it, or has one without its courses."""

    learner: int
    programme: Programme
    missing: bool


def differences(*, write: bool) -> Iterator[Difference]:
    """Yield people whose completion of a programme is missing or is not founded on their courses; `write` corrects it.

    A row that a certificate stands on is not taken away, but told. A statement for each programme, two for each two
    hundred rows, and a transaction for each who is missing.
    """
    for one in all_required():
        for learner in _missing(one):
            yield Difference(learner, one.programme, missing=True)
            if write:
                _make_up(learner, one)
    yield from _unfounded(write=write)


def _missing(one: Required) -> list[int]:
    rows = Enrolment.objects.filter(course__in=one.keys, completed_at__isnull=False)
    part = Case(*(When(course__in=[UUID(key) for key in keys], then=place) for place, keys in enumerate(one.parts)))
    counted = rows.values("learner").annotate(number=Count(part, distinct=True)).filter(number=len(one.parts))
    have = ProgrammeCompletion.objects.filter(programme=one.programme).values("enrolment__learner")
    return list(counted.exclude(learner__in=have).order_by("learner").values_list("learner", flat=True))


@transaction.atomic
def _make_up(learner: int, one: Required) -> None:
    """Add the missing row, as of the moment in which the last course was completed."""
    _wait(learner)
    if ProgrammeCompletion.objects.filter(enrolment__learner=learner, programme=one.programme).exists():
        return
    rows: Any = Enrolment.objects.filter(learner=learner, course__in=one.keys, completed_at__isnull=False)
    first = {str(row.course_id): row for row in rows.select_related("learner", "institution").order_by("-completed_at")}
    taken = [min(filter(None, map(first.get, part)), key=lambda row: row.completed_at) for part in one.parts]
    last = max(taken, key=lambda row: row.completed_at)
    _write(last, one.programme, [str(row.course_id) for row in taken], now=last.completed_at)


def _unfounded(*, write: bool) -> Iterator[Difference]:
    rows = ProgrammeCompletion.objects.select_related("programme", "enrolment").order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last, completed = chunk[-1].pk, _completed(*(row.enrolment.learner_id for row in chunk))
        for row in chunk:
            learner = row.enrolment.learner_id
            if not completed[learner].issuperset(row.courses):
                yield Difference(learner, row.programme, missing=False)
                if write and not _certified(row):
                    row.delete()


def _certified(row: ProgrammeCompletion) -> bool:
    """Return whether another row refers to the row, so that the database does not delete it."""
    return any(getattr(row, relation.get_accessor_name() or "", None) for relation in row._meta.related_objects)

"""Files of reports: begun, made in the background with the rights of whoever gets them, fetched, deleted after days.

A file is written anew when its worker was killed, and kept when it is whole.
"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import IO, TypeVar

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation

from lms.desks.reporting import named_reports
from lms.desks.reporting.exports.audit import EXPORT
from lms.desks.reporting.named_reports import Exported, NamedReport
from lms.desks.reporting.plugin_reports.reports import ReportFailed
from lms.foundation.plugins.report import InvalidFilter, NotVisible
from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, take_up
from lms.learning.progress.models import Enrolment
from lms.people.audit.services import note
from lms.people.directory.clocks import zone_of
from lms.people.directory.models import User

from . import schedules, writing
from .models import ReportFile, Schedule

AT_ONCE = 500
DAY = timedelta(days=1)
STEP = 1000
"""Rows after which the row says how far it is."""
MOST_ATTACHED = 3_000_000
"""Bytes of a file that goes with a mail; of a larger one the link goes."""
Problem = ReportFile.Problem
T = TypeVar("T")


class NotThere(LookupError):
    """The file is not made, is gone, or is about institutions that the person no longer sees."""


class TooMany(Exception):
    """Refusal: the person had as many files made in a day as one person may."""


class _Superseded(Exception):
    """Refusal to go on with a file that somebody else has taken up since."""


@transaction.atomic
def begin(*, report: NamedReport, title: str, kind: str, by: User, language: str, now: datetime) -> ReportFile:
    """Begin a file of `report` for `by`; where the same one is under way, that. Raises `TooMany`."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    wanted = {"report": report.name, "query": report.query, "kind": kind, "language": language, "schedule": None}
    known = ReportFile.objects.unfinished().filter(person=by, **wanted).first()
    if known is not None:
        return known
    lately = ReportFile.objects.filter(person=by, schedule=None, asked_at__gt=now - DAY)
    if lately.count() >= ReportFile.MOST:
        raise TooMany
    row = ReportFile.objects.create(**wanted, person=by, title=title[:200], asked_at=now, touched_at=now)
    queue("saved_reports.make_report_file", row.pk)
    return row


def make(pk: int, *, clock: Clock = timezone.now) -> None:
    """Make a file, or write why there is none. Nothing where it is made, or where somebody else is at it."""
    rows = ReportFile.objects.select_related("person__institution", "schedule")
    row = take_up(rows, pk, give_up=_give_up, now=clock(), alone=True)
    if row is None:
        return
    zone = zone_of(row.person.institution)
    with translation.override(row.language), timezone.override(zone), tempfile.TemporaryFile() as file:
        try:
            if not row.person.is_active:
                raise NotVisible(row.report)
            _write(row, file, clock)
        except NotVisible:
            _refuse(row, Problem.RIGHTS, clock())
        except InvalidFilter:
            _refuse(row, Problem.INVALID, clock())
        except writing.TooLongForPaper:
            _refuse(row, Problem.LONG, clock())
        except ReportFailed:
            _refuse(row, Problem.BROKEN, clock())
        except _Superseded:
            return


def _give_up(row: ReportFile) -> None:
    row.status, row.problem = ReportFile.Status.FAILED, Problem.BROKEN


def _write(row: ReportFile, file: IO[bytes], clock: Clock) -> None:
    places = sorted(named_reports.places_of(row.person))
    exported = named_reports.exported(row.person, row.named, now=clock())
    _touch(row, clock(), total=exported.total or 0)
    counter = _Counter(row, clock)
    writing.write(row.kind, file, exported, counter.over(exported.rows), today=timezone.localdate())
    _keep(row, file, exported, places, counter.number, clock())


class _Counter:
    """Counter of rows that writes down every so often how far the file is."""

    def __init__(self, row: ReportFile, clock: Clock) -> None:
        self.row, self.clock, self.number = row, clock, 0

    def over(self, rows: Iterable[T]) -> Iterator[T]:
        for one in rows:
            self.number += 1
            if self.number % STEP == 0:
                _touch(self.row, self.clock(), handled=self.number)
            yield one


def _touch(row: ReportFile, now: datetime, **changes: int) -> None:
    held = ReportFile.objects.filter(pk=row.pk, tries=row.tries, status=ReportFile.Status.RUNNING)
    if not held.update(touched_at=now, **changes):
        raise _Superseded


@transaction.atomic
def _keep(row: ReportFile, file: IO[bytes], exported: Exported, places: list[int], number: int, now: datetime) -> None:
    held = _held(row)
    ending = writing.TYPES[writing.Kind(held.kind)][0]
    file.seek(0)
    stored = f"reports/{held.pk}.{ending}"
    held.file.storage.delete(stored)
    held.file.name = held.file.storage.save(stored, File(file))
    held.name, held.places = f"{exported.description.name}.{ending}"[-250:], places
    held.title, held.status, held.touched_at = exported.description.title[:200], ReportFile.Status.DONE, now
    held.handled = held.total = number
    held.save()
    _note(row, now)


@transaction.atomic
def _refuse(row: ReportFile, problem: str, now: datetime) -> None:
    """Write why there is no file, and end a schedule that would not find another answer tomorrow."""
    held = _held(row)
    held.status, held.problem, held.touched_at = ReportFile.Status.FAILED, problem, now
    held.save()
    if row.schedule is not None and problem in Schedule.Why.values:
        schedules.end(schedule=row.schedule, now=now, why=problem)


def _held(row: ReportFile) -> ReportFile:
    held = ReportFile.objects.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
    if held is None or (held.status, held.tries) != (ReportFile.Status.RUNNING, row.tries):
        raise _Superseded
    return held


def is_open(row: ReportFile) -> bool:
    """Return whether its person still sees all that the file is about. Two statements at most."""
    person = row.person
    if row.status != ReportFile.Status.DONE or not row.file.name or not person.is_active:
        return False
    try:
        named_reports.Questions(person, now=timezone.now()).ask(NamedReport(row.report))
    except (NotVisible, InvalidFilter, ReportFailed):
        return False
    return set(row.places) <= named_reports.places_of(person)


def fetch(row: ReportFile, *, now: datetime) -> File:
    """Return the file. Raises `NotThere`."""
    if not is_open(row):
        raise NotThere
    try:
        file = row.file.open()
    except FileNotFoundError:
        raise NotThere from None
    _note(row, now)
    return file


def _note(row: ReportFile, now: datetime) -> None:
    note(EXPORT, by=row.person, institution=row.person.institution_id, now=now, report=row.report, file=row.kind)


def for_mail(pk: int) -> bytes | None:
    """Return the bytes of a file that go with a mail now; None where the person may not have them, where it is gone,
    or too large.
    """
    row = ReportFile.objects.select_related("person__institution").filter(pk=pk).first()
    if row is None or not is_open(row):
        return None
    try:
        with row.file.open() as file:
            return bytes(file.read()) if file.size <= MOST_ATTACHED else None
    except FileNotFoundError:
        return None


def resume(*, now: datetime) -> int:
    """Queue every file whose task was lost. Returns how many."""
    lost = list(ReportFile.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        queue("saved_reports.make_report_file", pk)
    return len(lost)


def delete_old(*, now: datetime) -> int:
    """Delete files and rows after some days. Returns how many."""
    return delete(ReportFile.objects.filter(asked_at__lt=now - ReportFile.KEPT))


def delete_about(person: User) -> int:
    """Delete the files that may name `person`, who is erased, and have those that are being made begun anew."""
    ReportFile.objects.unfinished().update(tries=F("tries") + 1)  # who is at one writes no more; a sweep begins it anew
    here = {person.institution_id, *Enrolment.objects.filter(learner=person).values_list("institution", flat=True)}
    made = ReportFile.objects.exclude(file="").values_list("pk", "places")
    return delete(ReportFile.objects.filter(pk__in=[pk for pk, places in made if here.intersection(places)]))


def delete(rows: QuerySet[ReportFile]) -> int:
    """Delete the files first: where this is interrupted, the row still leads to them."""
    for row in rows:
        if row.file.name:
            row.file.storage.delete(row.file.name)
    return rows.delete()[0]

"""Schedules: made, paused, ended, and their files begun by the calendar, each once."""

from datetime import datetime

from django.db import transaction

from lms.desks.reporting.named_reports import NamedReport
from lms.foundation.work.queueing import queue
from lms.people.audit.services import note
from lms.people.directory.clocks import zone_of
from lms.people.directory.models import User

from .calendar import next_time, period_before
from .models import ReportFile, Schedule

AT_ONCE = 500


@transaction.atomic
def begin(
    *,
    report: NamedReport,
    title: str,
    every: str,
    by: str,
    kind: str,
    rolls: bool,
    person: User,
    language: str,
    now: datetime,
) -> Schedule:
    """Send `person` a file of `report` every so often from now on; the same again is the same schedule."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    wanted = {"report": report.name, "query": report.query, "every": every, "by": by, "kind": kind, "rolls": rolls}
    known = Schedule.objects.filter(person=person, ended_at=None, **wanted).first()
    if known is not None:
        return known
    note("report_scheduled", by=person, institution=person.institution_id, now=now, report=report.name)
    next_at = next_time(every, now, zone_of(person.institution))
    about = {"title": title[:200], "language": language, "made_at": now, "next_at": next_at}
    return Schedule.objects.create(**wanted, **about, person=person)


@transaction.atomic
def pause(*, schedule: Schedule, now: datetime) -> None:
    """Send nothing before it goes on."""
    Schedule.objects.filter(pk=schedule.pk, ended_at=None).update(paused=True, next_at=None)
    note("report_schedule_changed", by=schedule.person, institution=schedule.person.institution_id, now=now)


@transaction.atomic
def go_on(*, schedule: Schedule, now: datetime) -> None:
    """Send again, from the next time of the calendar on."""
    next_at = next_time(schedule.every, now, zone_of(schedule.person.institution))
    Schedule.objects.filter(pk=schedule.pk, ended_at=None, paused=True).update(paused=False, next_at=next_at)
    note("report_schedule_changed", by=schedule.person, institution=schedule.person.institution_id, now=now)


@transaction.atomic
def end(*, schedule: Schedule, now: datetime, why: str = "") -> None:
    """Send nothing more. `why` says why, where nobody asked for it."""
    changed = Schedule.objects.filter(pk=schedule.pk, ended_at=None).update(ended_at=now, next_at=None, why=why)
    if changed:
        note("report_schedule_changed", by=schedule.person, institution=schedule.person.institution_id, now=now)


def make_due(*, now: datetime) -> int:
    """Begin the file of every schedule whose time has come; one for all times that were missed. Returns how many."""
    due = Schedule.objects.filter(next_at__lte=now).order_by("next_at", "pk")
    return sum(_make_next(pk, now) for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _make_next(pk: int, now: datetime) -> int:
    rows = Schedule.objects.select_related("person__institution").select_for_update(of=("self",), no_key=True)
    row = rows.get(pk=pk)
    if row.next_at is None or row.next_at > now:
        return 0
    zone = zone_of(row.person.institution)
    report = row.named
    if row.rolls:
        first, last = period_before(row.every, now.astimezone(zone).date())
        report = report.with_period(first.isoformat(), last.isoformat())
    file, made = ReportFile.objects.get_or_create(
        schedule=row,
        asked_at=row.next_at,
        defaults={
            "report": report.name,
            "query": report.query,
            "title": row.title,
            "kind": row.kind,
            "person": row.person,
            "language": row.language,
            "touched_at": now,
        },
    )
    row.next_at = next_time(row.every, now, zone)
    row.save(update_fields=["next_at"])
    queue("saved_reports.make_report_file", file.pk)
    return int(made)

"""Schedules: made, paused, ended, and their files begun by the calendar, each once."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.http import Http404
from django.utils import translation

from lms.desks.reporting.named_reports import NamedReport
from lms.desks.reporting.plugin_reports.reports import ReportFailed
from lms.files.kinds import Refused
from lms.files.services import TooMany
from lms.files.services import begin as begin_file
from lms.foundation.plugins.notice import Occasion, tell
from lms.foundation.plugins.report import InvalidFilter, NotVisible
from lms.people.audit.services import note
from lms.people.directory.clocks import zone_of
from lms.people.directory.models import User

from . import files
from .calendar import next_time, period_before
from .models import Schedule

AT_ONCE = 500
NOTICE = "report_scheduled"
TOLD = timedelta(days=7)


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
    if changed and why:
        facts = {"title": schedule.title, "why": str(why)}
        tell(NOTICE, [Occasion(schedule.person_id, f"end:{schedule.pk}", now, now + TOLD, facts)], now=now)


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
    if row.person.is_active and not _begun(row, now.astimezone(zone).date(), now):
        return 0
    Schedule.objects.filter(pk=pk, ended_at=None).update(next_at=next_time(row.every, now, zone))
    return 1


def _begun(row: Schedule, today: date, now: datetime) -> bool:
    """Begin the file of a schedule, or end the schedule where its person may not have it tomorrow either. False where
    it has to wait: the person had many files made, or the report fails.
    """
    report = row.named
    if row.rolls:
        first, last = period_before(row.every, today)
        report = report.with_period(first.isoformat(), last.isoformat())
    by_mail = row.by != Schedule.By.INAPP
    asked = files.asked_for(report, row.kind, row.person)
    if by_mail:
        asked["attached"] = row.by == Schedule.By.FILE
    slug = files.MailedReport.slug if by_mail else files.ReportFile.slug
    try:
        with translation.override(row.language):
            begin_file(slug, asked, back=report.url, by=row.person, now=now)
    except (Http404, NotVisible):
        end(schedule=row, now=now, why=Schedule.Why.RIGHTS)
    except InvalidFilter:
        end(schedule=row, now=now, why=Schedule.Why.INVALID)
    except (ReportFailed, Refused, TooMany):
        return False
    return True

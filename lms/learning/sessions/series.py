"""Series of sessions, one each week: their dates, what stands against each, and planning, changing and calling off from
a date on. Hours are those of the clock on the wall, whatever the sun's time does.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins import meetings
from lms.people.directory.clocks import zone_of
from lms.people.directory.models import Cohort, User

from . import notices, services
from .models import Session
from .services import Details

MOST = 60
"""Sessions of one series."""
WEEK = timedelta(weeks=1)
SUPPOSED = timedelta(hours=1)
"""The length of a meeting of which nobody said when it ends."""


@dataclass(frozen=True)
class Occurrence:
    """One date of a series: when it begins and ends, and in sentences what stands against it."""

    planned_at: datetime
    ends_at: datetime
    against: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name of the date in a form."""
        return self.planned_at.astimezone(UTC).strftime("%Y%m%dT%H%M")


def weekly(details: Details, *, until: date, zone: tzinfo) -> list[Occurrence]:
    """Return the dates of `details`, one each week up to the day `until`, at most `MOST`."""
    begins, ends = _wall(details.planned_at, zone), _wall(details.ends_at, zone)
    found: list[Occurrence] = []
    while begins.date() <= until and len(found) < MOST:
        found.append(_occurrence(begins, ends, zone))
        begins, ends = begins + WEEK, ends + WEEK
    return found


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _occurrence(begins: datetime, ends: datetime, zone: tzinfo) -> Occurrence:
    """Return the date with these hours on the wall; it ends after it begins in an hour that a clock leaves out, too."""
    first, last = (moment.replace(tzinfo=zone).astimezone(UTC) for moment in (begins, ends))
    return Occurrence(first, last if last > first else first + (ends - begins))


def with_doubts(
    occurrences: Sequence[Occurrence], *, cohort: Cohort, room: str, instructors: Collection[User]
) -> list[Occurrence]:
    """Return `occurrences`, each with the holiday of the country on that day, and with what the cohort, the place and
    each instructor have at that time. The place of another's meeting is not told more of than that it is taken.
    """
    if not occurrences:
        return []
    zone, taken = zone_of(cohort.institution), list(_taken(occurrences, cohort, room, instructors))
    days = holidays_of(cohort.institution.country, {one.planned_at.astimezone(zone).year for one in occurrences})
    return [replace(one, against=tuple(_against(one, days, taken, zone))) for one in occurrences]


def holidays_of(country: str, years: Collection[int]) -> dict[date, str]:
    """Return the public holidays of a country (ISO 3166) by day; none of an unknown one."""
    import holidays  # here, since most processes plan no sessions

    try:
        found = holidays.country_holidays(country, years=sorted(years), language=_language(country))
    except (NotImplementedError, KeyError):
        return {}
    return dict(found.items())


def _language(country: str) -> str | None:
    """Return the language of the reader where the names of holidays are known in it, else English or that of the
    country.
    """
    import holidays

    known = holidays.list_localized_countries().get(country, [])
    return next((one for wanted in (get_language() or "en", "en") for one in known if one.startswith(wanted)), None)


def _against(one: Occurrence, days: dict[date, str], taken: Iterable[Any], zone: tzinfo) -> Iterator[str]:
    day = one.planned_at.astimezone(zone).date()
    if day in days:
        yield _("Holiday: %(name)s") % {"name": days[day]}
    for begins, ends, sentence in taken:
        if begins < one.ends_at and ends > one.planned_at:
            yield sentence


def _taken(
    occurrences: Sequence[Occurrence], cohort: Cohort, room: str, instructors: Collection[User]
) -> Iterator[tuple[datetime, datetime, str]]:
    """Yield begin and end of what is planned around `occurrences`, with a sentence. Statements grow with instructors
    alone.
    """
    since, until = occurrences[0].planned_at - WEEK, occurrences[-1].ends_at
    theirs = meetings.of_cohorts([cohort.pk], since=since, until=until)
    yield from _spans(theirs, _("The cohort has another meeting at this time."))
    for person in instructors:
        led = meetings.led_by(person, since=since, until=until)
        yield from _spans(led, _("%(name)s leads another meeting at this time.") % {"name": person.name})
    rows = Session.objects.held().beginning(since=since, until=until).filter(institution=cohort.institution_id)
    for begins, ends in rows.filter(room__iexact=room).values_list("planned_at", "ends_at"):
        yield begins, ends, _("The place is taken at this time.")


def _spans(found: Iterable[meetings.Appointment], sentence: str) -> Iterator[tuple[datetime, datetime, str]]:
    for one in found:
        if not one.cancelled:
            yield one.starts_at, one.ends_at or one.starts_at + SUPPOSED, sentence


def later_ones(session: Session) -> list[Session]:
    """Return the sessions of the series of `session` from it on that were not called off, in order."""
    if session.series is None:
        return []
    rows = Session.objects.held().filter(series=session.series, cohort=session.cohort_id)
    return list(
        rows.filter(planned_at__gte=session.planned_at)
        .select_related("cohort__institution")
        .order_by("planned_at", "pk")
    )


@transaction.atomic
def plan(
    *,
    cohort: Cohort,
    details: Details,
    dates: Sequence[Occurrence],
    series: UUID,
    instructors: Collection[User],
    by: User,
    now: datetime,
) -> list[Session]:
    """Plan a session on each of `dates`; everybody is told once. The same `series` again plans nothing more. Raises as
    `services.plan` does.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    known = list(Session.objects.filter(series=series, cohort=cohort).order_by("planned_at"))
    if known:
        return known
    planned = []
    for one in dates:
        on_the_day = replace(details, planned_at=one.planned_at, ends_at=one.ends_at)
        planned.append(
            services.plan(
                cohort=cohort, details=on_the_day, instructors=instructors, by=by, now=now, series=series, tells=False
            )
        )
    notices.tell_expected(notices.Planned, *planned, now=now)
    return planned


@transaction.atomic
def change(
    *, session: Session, details: Details, instructors: Collection[User], by: User, now: datetime
) -> list[Session]:
    """Change `session` and the later ones of its series: as many days and hours on the wall as the first is moved, the
    others are. Those that were held stay as they were. Raises as `services.change` does of the first.
    """
    zone, changed = zone_of(session.institution), []
    moved = _wall(details.planned_at, zone) - _wall(session.planned_at, zone)
    length = _wall(details.ends_at, zone) - _wall(details.planned_at, zone)
    moves = bool(moved) or length != _wall(session.ends_at, zone) - _wall(session.planned_at, zone)
    for one in later_ones(session):
        if one.pk != session.pk and moves and one.attendance.exists():
            continue
        begins = _wall(one.planned_at, zone) + moved
        hours = _occurrence(begins, begins + length, zone)
        own = replace(details, planned_at=hours.planned_at, ends_at=hours.ends_at)
        before = (one.planned_at, one.ends_at, one.room)
        news = services.change(session=one, details=own, instructors=instructors, by=by, now=now, tells=False)
        if (news.planned_at, news.ends_at, news.room) != before:
            changed.append(news)
    notices.tell_expected(notices.Changed, *changed, now=now)
    return changed


@transaction.atomic
def call_off(*, session: Session, reason: str, by: User, now: datetime) -> list[Session]:
    """Call off `session` and the later ones of its series; those that were held stay. Raises as `services.call_off`
    does of the first.
    """
    off = []
    for one in later_ones(session):
        if one.pk == session.pk or not one.attendance.exists():
            off.append(services.call_off(session=one, reason=reason, by=by, now=now, tells=False))
    notices.tell_expected(notices.CalledOff, *off, now=now)
    return off

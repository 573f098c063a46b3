"""Figures from the kept sums wherever these can answer a question, and else from the rows themselves.

Sums know institution, sex and month; what is completed also its day; those of courses neither. They are as of the last
refresh; before the first one they answer nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models import Sum as Added

from lms.foundation.plugins.report import Figure
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.choices import Sex

from ..filters import months
from ..filters.figures import FINISHED, HELD
from ..filters.selection import Selection
from .models import Completer, CourseSum, Sum
from .refresh import last_refresh
from .statements import DAILY

ZONE = timezone(timedelta(hours=3))
"""By whose midnights sums are kept."""
OF_COMPLETED = {"completed": None, "women": Sex.FEMALE.value, "men": Sex.MALE.value}
"""The figures that one count by sex answers, each with the sex it is of."""
SEVERAL = {("completed", sex): ("completed", slug) for slug, sex in OF_COMPLETED.items() if sex is not None}
"""The figures that a sum of a figure and sex counts to, where it is not its figure alone."""

REFRESHED, USED = "refreshed", "used"
"""Under these names `Selection.cached` has the time of the last refresh: as soon as it was asked, and as soon as a
figure came from sums.
"""
ByFigure = dict[str, int]


def as_of(selection: Selection) -> datetime:
    """Return the time of what was read for this question so far: that of the last refresh where any of it came from
    sums, else now.
    """
    time: datetime = selection.cached.get(USED) or selection.now
    return time


def _refreshed(selection: Selection) -> datetime | None:
    """Return the time of the last refresh. One statement, asked once."""
    if REFRESHED not in selection.cached:
        selection.cached[REFRESHED] = last_refresh()
    time: datetime | None = selection.cached[REFRESHED]
    return time


def can_answer(selection: Selection, wanted: Iterable[Figure], *, by: str) -> bool:
    """Return whether the sums answer this question, by `by`. They do where all courses and cohorts are asked for, at
    all times; for completions by months or days, in any period. Months and days are those of East Africa.
    """
    return _fits(selection, wanted, by=by) and _refreshed(selection) is not None


def can_answer_by_course(selection: Selection, *, by: str) -> bool:
    """Return whether the sums of courses answer the question. They do for a course, a programme, or all by course, at
    all times, by `by`.
    """
    return _fits_courses(selection, by=by) and _refreshed(selection) is not None


def _fits(selection: Selection, wanted: Iterable[Figure], *, by: str) -> bool:
    """Return whether the sums have what is asked, once they were refreshed."""
    asked = selection.filters
    if asked.course or asked.programme or asked.cohort is not None or asked.about_people:
        return False
    always = asked.start is None and asked.end is None
    if by == "month":
        wanted = list(wanted)
        in_time = always or not _has_others(wanted)
        return _has_midnight_of_sums(selection.zone) and in_time and all(figure.kept for figure in wanted)
    return always and by in ("institution", "sex")


@cache
def _has_midnight_of_sums(zone: tzinfo) -> bool:
    """Return whether the clocks of a zone have shown the time of `ZONE` in each month since 2000."""
    months_since = (datetime(year, month, 1, tzinfo=zone) for year in range(2000, 2031) for month in range(1, 13))
    return all(month.utcoffset() == ZONE.utcoffset(None) for month in months_since)


def _fits_courses(selection: Selection, *, by: str) -> bool:
    asked = selection.filters
    of_courses = asked.course or asked.programme or by == "course"
    always = asked.start is None and asked.end is None
    of_all = asked.cohort is None and not asked.about_people
    return bool(of_courses) and always and of_all and by in ("institution", "sex", "course")


def by_column(selection: Selection, wanted: list[Figure], column: str) -> dict[object, ByFigure]:
    """Return each of the figures `wanted` by the values of `column`, of the institution, sex or course. One statement,
    and one more where plugins bring figures.
    """
    found = _by_figure(wanted, _sums_by(selection, column))
    others = [one for one in wanted if not one.kept]
    if others:
        counts = {f"n_{one.slug}": Count("pk", filter=one.condition) for one in others}
        rows = selection.enrolments().order_by().values(column).annotate(**counts).values_list(column, *counts)
        for value, *numbers in rows:
            found[value] |= zip((one.slug for one in others), numbers, strict=True)
    return dict(found)


def _by_figure(wanted: Iterable[Figure], sums: Iterable[tuple[Any, str, str, int]]) -> defaultdict[Any, ByFigure]:
    """Return by the first value of `sums` each of the figures `wanted`; a sum counts to all that it is of."""
    nothing = dict.fromkeys((one.slug for one in wanted), 0)
    found = defaultdict[Any, ByFigure](nothing.copy)
    for value, figure, sex, number in sums:
        group = found[value]
        for slug in SEVERAL.get((figure, sex), (figure,)):
            if slug in group:
                group[slug] += number
    return found


def _sums_by(selection: Selection, column: str) -> Sequence[tuple[Any, str, str, int]]:
    """Return the sums of what is asked by the values of `column`, their figure and sex. One statement, asked once."""
    asked = selection.filters
    key = (column, asked.course and asked.course.id, asked.programme and asked.programme.courses, *_place(selection))
    if key not in selection.cached:
        if asked.course or asked.programme or column == "course_id":
            sums: QuerySet[Any] = selection.of_courses(CourseSum.objects.all())
        else:
            known = [one.slug for one in (*selection.figures.values(), FINISHED, HELD) if one.kept]
            sums = Sum.objects.filter(figure__in=sorted(known))
        if column == "day":
            sums = sums.filter(day__isnull=False)
        rows = selection.narrowed(sums).order_by().values(column, "figure", "sex").annotate(total=Added("number"))
        selection.cached[key] = list(rows.values_list(column, "figure", "sex", "total"))
        selection.cached[USED] = selection.cached[REFRESHED]
    found: list[tuple[Any, str, str, int]] = selection.cached[key]
    return found


def total(selection: Selection, slug: str, *, above: int) -> int | None:
    """Return the total of one figure over all groups, where it is `above` a number: two statements. None, and no
    statement, where sums do not have it, such as for figures that time or plugins decide.
    """
    figure, sex = ("completed", OF_COMPLETED[slug]) if slug in OF_COMPLETED else (slug, None)
    of_courses = _fits_courses(selection, by="sex")
    known = selection.figures.get(figure)
    if known is None or not known.kept or figure == "overdue":
        return None
    if not of_courses and not _fits(selection, (), by="sex"):
        return None
    rows: QuerySet[Any] = selection.of_courses(CourseSum.objects.all()) if of_courses else Sum.objects.all()
    rows = selection.narrowed(rows.filter(figure=figure, **({} if sex is None else {"sex": sex})))
    number: int = rows.aggregate(total=Added("number"))["total"] or 0
    if number <= above:
        return None
    selection.cached[USED] = _refreshed(selection)
    return number


def by_month(selection: Selection, wanted: list[Figure]) -> dict[date, ByFigure]:
    """Return each of the figures `wanted` by the first day of the month. One statement."""
    sums = _sums_by(selection, "day") if _has_others(wanted) else _daily(selection)
    by_month = ((months.first(day), figure, sex, number) for day, figure, sex, number in sums)
    return dict(_by_figure(wanted, by_month))


def _has_others(wanted: Iterable[Figure]) -> bool:
    """Return whether any figure is `wanted` that sums do not have by days."""
    return any(figure.slug not in OF_COMPLETED for figure in wanted)


def _daily(selection: Selection) -> list[tuple[date, str, str, int]]:
    """Return the sums of completions on the days asked for."""
    start, end = selection.filters.start or date.min, selection.filters.end or date.max
    days = _days(selection)[DAILY]
    return [(day, "completed", sex, number) for (day, sex), number in days.items() if start <= day <= end]


def completed_between(selection: Selection, start: date, end: date) -> int:
    """Return how many enrolments were completed on the days from `start` to `end`."""
    return sum(number for (day, _sex), number in _days(selection)[DAILY].items() if start <= day <= end)


def persons(selection: Selection) -> dict[str, int]:
    """Return how many persons completed a course, and how many women and men: each counted once. One statement.

    The rows of each person are one group, so that none has to be told from the others a second time.
    """
    of = {"women": Sex.FEMALE, "men": Sex.MALE, "others": Sex.UNSTATED}
    courses = {f"of_{name}": Added("number", filter=Q(sex=sex)) for name, sex in of.items()}
    some = {name: Q(**{f"of_{name}__gt": 0}) for name in of}
    selection.cached[USED] = selection.cached[REFRESHED]
    rows = selection.narrowed(Completer.objects.all()).order_by().values("learner").annotate(**courses)
    found: dict[str, int] = rows.aggregate(
        persons=Count("learner", filter=some["women"] | some["men"] | some["others"]),
        women=Count("learner", filter=some["women"]),
        men=Count("learner", filter=some["men"]),
    )
    return found


def cohorts_late(selection: Selection) -> int:
    """Count in how many cohorts of the viewer somebody is overdue. One statement."""
    late = selection.enrolments().overdue(selection.now).filter(assignment=OuterRef("pk"))
    rows = Assignment.objects.filter(Exists(late), cohort__in=list(selection.scope.cohorts))
    return rows.aggregate(number=Count("cohort", distinct=True))["number"]


def overdue_around(selection: Selection, places: range) -> tuple[datetime, datetime, int]:
    """Return from when to when the overdue enrolments fall due that stand at `places` (from 0) in the order of due
    times, in whole months; and how many come before them.
    """
    due: dict[date, int] = {}
    for (month, _sex), number in sorted(_days(selection)["overdue"].items()):
        due[month] = due.get(month, 0) + number
    passed, before, begun = 0, 0, months.first(selection.now.astimezone(ZONE).date())
    for month, number in due.items():
        if passed <= places.start < passed + number:
            begun, before = min(month, begun), passed
        passed += number
        if passed >= places.stop:
            return months.midnight(begun, ZONE), months.midnight(months.add(month, 1), ZONE), before
    return months.midnight(begun, ZONE), selection.now, before


def _days(selection: Selection) -> Mapping[str, Mapping[tuple[date, str], int]]:
    """Return the completions by day and sex, and the overdue enrolments by month and sex. One statement, asked once."""
    key = ("days", *_place(selection))
    if key not in selection.cached:
        selection.cached[USED] = selection.cached[REFRESHED]
        rows = selection.narrowed(Sum.objects.filter(figure__in=(DAILY, "overdue"), day__isnull=False))
        by_figure: dict[str, dict[tuple[date, str], int]] = {DAILY: {}, "overdue": {}}
        for figure, day, sex, number in rows.order_by().values_list("figure", "day", "sex").annotate(Added("number")):
            by_figure[figure][day, sex] = number
        selection.cached[key] = by_figure
    return selection.cached[key]


def _place(selection: Selection) -> tuple[Any, ...]:
    """Return the filters on which the answers of sums depend: sex, and institution with or without those below."""
    place = selection.filters.institution
    return (selection.filters.sex, place.id if place else None, selection.filters.own)

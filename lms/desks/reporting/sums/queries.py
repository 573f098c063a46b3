"""Figures from the kept sums wherever these can answer a question, and else from the rows themselves.

Sums know institution, sex and month; what is completed also its day; those of courses neither. They are as of the last
refresh; before the first one they answer nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models import Sum as Added

from lms.foundation.plugins.report import Figure, figures
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.choices import Sex

from ..filters import months
from ..filters.figures import OF_STAYS, kept
from ..filters.selection import Selection
from .models import Completer, CourseSum, Sum
from .refresh import last_refresh
from .statements import DAILY

ZONE = timezone(timedelta(hours=3))
"""By whose midnights sums are kept."""
SAME_ZONE = frozenset(
    f"Africa/{city}"
    for city in ("Addis_Ababa", "Asmara", "Dar_es_Salaam", "Djibouti", "Kampala", "Mogadishu", "Nairobi")
)
OF_COMPLETED = {"completed": None, "women": Sex.FEMALE.value, "men": Sex.MALE.value}
"""The figures that one count by sex answers, each with the sex it is of."""

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
    if asked.course or asked.programme or asked.cohort is not None:
        return False
    always = asked.start is None and asked.end is None
    if by == "month":
        daily = all(figure.slug in OF_COMPLETED for figure in wanted)
        return str(selection.zone) in SAME_ZONE and (always or daily) and not _others(selection, wanted)
    return always and by in ("institution", "sex")


def _fits_courses(selection: Selection, *, by: str) -> bool:
    asked = selection.filters
    of_courses = asked.course or asked.programme or by == "course"
    always = asked.start is None and asked.end is None
    return bool(of_courses) and always and asked.cohort is None and by in ("institution", "sex", "course")


def by_column(selection: Selection, wanted: list[Figure], column: str) -> dict[object, ByFigure]:
    """Return each of the figures `wanted` by the values of `column`, of the institution, sex or course. One statement,
    and one more where plugins bring figures.
    """
    asked = selection.filters
    courses = (asked.course and asked.course.id, asked.programme and tuple(asked.programme.courses))
    key = ("by", column, *courses, *_place(selection))
    if key not in selection.cached:
        of_courses = asked.course or asked.programme or column == "course_id"
        sums = selection.of_courses(CourseSum.objects.all()) if of_courses else _monthly_sums(selection)
        selection.cached[key] = list(_grouped(selection, sums, column))
    found = _groups(wanted)
    for value, *counted in selection.cached[key]:
        _add(found[value], *counted)
    others = _others(selection, wanted)
    if others:
        counts = {f"n_{one.slug}": Count("pk", filter=one.condition) for one in others}
        rows = selection.enrolments().order_by().values(column).annotate(**counts).values_list(column, *counts)
        for value, *numbers in rows:
            found[value] |= zip((one.slug for one in others), numbers, strict=True)
    return dict(found)


def total(selection: Selection, slug: str, *, above: int) -> int | None:
    """Return the total of one figure over all groups, where it is `above` a number: two statements. None, and no
    statement, where sums do not have it, such as for figures that time or plugins decide.
    """
    figure, sex = ("completed", OF_COMPLETED[slug]) if slug in OF_COMPLETED else (slug, None)
    of_courses = _fits_courses(selection, by="sex")
    if figure == "overdue" or figure not in _known(selection):
        return None
    if not of_courses and not _fits(selection, (), by="sex"):
        return None
    rows: QuerySet[Any] = selection.of_courses(CourseSum.objects.all()) if of_courses else Sum.objects.all()
    rows = _narrowed(selection, rows.filter(figure=figure, **({} if sex is None else {"sex": sex})))
    number: int = rows.aggregate(total=Added("number"))["total"] or 0
    if number <= above:
        return None
    selection.cached[USED] = _refreshed(selection)
    return number


def by_month(selection: Selection, wanted: list[Figure]) -> dict[date, ByFigure]:
    """Return each of the figures `wanted` by the first day of the month. One statement."""
    found = _groups(wanted)
    for day, figure, sex, number in _monthly(selection, wanted):
        _add(found[months.first(day)], figure, sex, number)
    return dict(found)


def _groups(wanted: Iterable[Figure]) -> defaultdict[Any, ByFigure]:
    """Return groups of which each begins with nothing of the figures `wanted`."""
    nothing = dict.fromkeys((one.slug for one in wanted), 0)
    return defaultdict(nothing.copy)


def _monthly(selection: Selection, wanted: list[Figure]) -> Iterable[tuple[date, str, str, int]]:
    if all(figure.slug in OF_COMPLETED for figure in wanted):
        start, end = selection.filters.start or date.min, selection.filters.end or date.max
        days = _days(selection)[DAILY]
        return [(day, "completed", sex, number) for (day, sex), number in days.items() if start <= day <= end]
    return _grouped(selection, _monthly_sums(selection).filter(day__isnull=False), "day")


def _monthly_sums(selection: Selection) -> QuerySet[Any]:
    return Sum.objects.filter(figure__in=sorted(_known(selection)))


def _known(selection: Selection) -> set[str]:
    """Return the figures that have sums by months."""
    return {figure.slug for figure in (*kept(selection.now), *OF_STAYS)}


def _grouped(selection: Selection, sums: QuerySet[Any], column: str) -> QuerySet[Any]:
    """Return the numbers of `sums` by the values of `column`, their figure and sex."""
    rows = _at(selection, sums).order_by().values(column, "figure", "sex").annotate(total=Added("number"))
    return rows.values_list(column, "figure", "sex", "total")


def _add(group: ByFigure, figure: str, sex: str, number: int) -> None:
    """Count `number` to every figure of the `group` that it is of."""
    slugs = [slug for slug, of in OF_COMPLETED.items() if of in (None, sex)] if figure == "completed" else [figure]
    for slug in slugs:
        if slug in group:
            group[slug] += number


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
    rows = _at(selection, Completer.objects.all()).order_by().values("learner").annotate(**courses)
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
        rows = _at(selection, Sum.objects.filter(figure__in=(DAILY, "overdue"), day__isnull=False))
        by_figure: dict[str, dict[tuple[date, str], int]] = {DAILY: {}, "overdue": {}}
        for figure, day, sex, number in rows.order_by().values_list("figure", "day", "sex").annotate(Added("number")):
            by_figure[figure][day, sex] = number
        selection.cached[key] = by_figure
    return selection.cached[key]


def _others(selection: Selection, wanted: Iterable[Figure]) -> list[Figure]:
    """Return those of the figures `wanted` that plugins bring; there are no sums of these."""
    known = {figure.slug for figure in kept(selection.now)}
    return [figure for figure in wanted if figure.slug in figures and figure.slug not in known]


def _at(selection: Selection, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the sums `rows` that are asked for, and take down that sums were used."""
    selection.cached[USED] = _refreshed(selection)
    return _narrowed(selection, rows)


def _narrowed(selection: Selection, rows: QuerySet[Any]) -> QuerySet[Any]:
    return selection.at_places(rows if selection.filters.sex is None else rows.filter(sex=selection.filters.sex))


def _place(selection: Selection) -> tuple[Any, ...]:
    """Return the filters on which the answers of sums depend: sex, and institution with or without those below."""
    place = selection.filters.institution
    return (selection.filters.sex, place.id if place else None, selection.filters.own)

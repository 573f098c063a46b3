"""Figures from the kept sums wherever these can answer a question, and else from the rows themselves.

Sums know institution, sex and month; what is completed also its day; those of courses neither. Of what time brings by
itself they know the due months that are over: what became due in this month is counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models import Sum as Added

from lms.foundation.plugins.report import Figure, figures
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.choices import Sex

from ..filters import months
from ..filters.figures import DUE, OF_STAYS, kept
from ..filters.selection import Selection
from .models import Completer, CourseSum, Sum
from .statements import DAILY

ZONE = timezone(timedelta(hours=3))
"""By whose midnights sums are kept."""
SAME_ZONE = frozenset(
    f"Africa/{city}"
    for city in ("Addis_Ababa", "Asmara", "Dar_es_Salaam", "Djibouti", "Kampala", "Mogadishu", "Nairobi")
)
OF_COMPLETED = {"completed": None, "women": Sex.FEMALE.value, "men": Sex.MALE.value}
"""The figures that one count by sex answers, each with the sex it is of."""

GROUPED = ("key", "figure", "sex", "total")
ByFigure = dict[str, int]


def can_answer(selection: Selection, wanted: Iterable[Figure], *, by: str) -> bool:
    """Return whether the sums answer this question, by `by`. They do where all courses and cohorts are asked for, at
    all times; for completions by months or days, in any period. Months and days are those of East Africa.
    """
    asked = selection.filters
    if asked.course or asked.programme or asked.cohort is not None:
        return False
    always = asked.start is None and asked.end is None
    if by == "month":
        daily = all(figure.slug in OF_COMPLETED for figure in wanted)
        return str(selection.zone) in SAME_ZONE and (always or daily) and not _others(selection, wanted)
    return always and by in ("institution", "sex")


def can_answer_by_course(selection: Selection, *, by: str) -> bool:
    """Return whether the sums of courses answer the question. They do for a course, a programme, or all by course, at
    all times, by `by`.
    """
    asked = selection.filters
    of_courses = asked.course or asked.programme or by == "course"
    always = asked.start is None and asked.end is None
    return bool(of_courses) and always and asked.cohort is None and by in ("institution", "sex", "course")


def by_column(selection: Selection, wanted: list[Figure], column: str) -> dict[Any, ByFigure]:
    """Return each of the figures `wanted` by the values of `column`, of the institution, sex or course. One statement,
    and one more where plugins bring figures.
    """
    asked = selection.filters
    courses = (asked.course and asked.course.id, asked.programme and tuple(asked.programme.courses))
    key = ("by", column, *courses, *_place(selection))
    if key not in selection.cached:
        of_courses = asked.course or asked.programme or column == "course_id"
        sums = _until_now(selection, selection.of_courses(CourseSum.objects.all()) if of_courses else None)
        rows = _grouped(sums.annotate(key=F(column)), Added("number"))
        due = _grouped(_due_this_month(selection).annotate(key=F(column)), Count("pk"))
        selection.cached[key] = list(rows.union(due, all=True))
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


def total(selection: Selection, slug: str) -> int | None:
    """Return the total of one figure over all groups. One statement; None, and no statement, where sums do not have it,
    such as for figures that time or plugins decide.
    """
    figure, sex = ("completed", OF_COMPLETED[slug]) if slug in OF_COMPLETED else (slug, None)
    of_courses = can_answer_by_course(selection, by="sex")
    if figure == DUE.slug or figure not in {one.slug for one in (*kept(), *OF_STAYS)}:
        return None
    if not of_courses and not can_answer(selection, (), by="sex"):
        return None
    rows = _at(selection, selection.of_courses(CourseSum.objects.all()) if of_courses else Sum.objects.all())
    rows = rows.filter(figure=figure, **({} if sex is None else {"sex": sex}))
    return rows.aggregate(total=Added("number"))["total"] or 0


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
    sums = _until_now(selection).filter(day__isnull=False)
    this = Value(_this_month(selection), output_field=models.DateField())
    due = _grouped(_due_this_month(selection).annotate(key=this), Count("pk"))
    return _grouped(sums.annotate(key=F("day")), Added("number")).union(due, all=True)


def _grouped(rows: QuerySet[Any], number: object) -> QuerySet[Any]:
    """Return `number` of the rows by their key, figure and sex."""
    return rows.order_by().values("key", "figure", "sex").annotate(total=number).values_list(*GROUPED)


def _add(group: ByFigure, figure: str, sex: str, number: int) -> None:
    """Count `number` to every figure of the `group` that it is of."""
    if figure == DUE.slug:
        slugs = ["overdue"]
    elif figure == "completed":
        slugs = [slug for slug, of in OF_COMPLETED.items() if of in (None, sex)]
    else:
        slugs = [figure]
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
    for (month, _sex), number in sorted(_days(selection)[DUE.slug].items()):
        due[month] = due.get(month, 0) + number
    passed, before, begun = 0, 0, _this_month(selection)
    for month, number in due.items():
        if passed <= places.start < passed + number:
            begun, before = min(month, begun), passed
        passed += number
        if passed >= places.stop:
            return months.midnight(begun, ZONE), months.midnight(months.add(month, 1), ZONE), before
    return months.midnight(begun, ZONE), selection.now, before


def _days(selection: Selection) -> Mapping[str, Mapping[tuple[date, str], int]]:
    """Return the completions by day and sex, and the due enrolments by month and sex. One statement, asked once."""
    key = ("days", *_place(selection))
    if key not in selection.cached:
        rows = _at(selection, Sum.objects.filter(figure__in=(DAILY, DUE.slug), day__isnull=False))
        by_figure: dict[str, dict[tuple[date, str], int]] = {DAILY: {}, DUE.slug: {}}
        for figure, day, sex, number in rows.order_by().values_list("figure", "day", "sex").annotate(Added("number")):
            by_figure[figure][day, sex] = number
        selection.cached[key] = by_figure
    return selection.cached[key]


def _until_now(selection: Selection, rows: QuerySet[Any] | None = None) -> QuerySet[Any]:
    """Return the sums that months add up to, or those of `rows`; of what is due those of the months that are over."""
    slugs = {*(figure.slug for figure in (*kept(), *OF_STAYS))}
    over = ~Q(figure=DUE.slug) | Q(day__lt=_this_month(selection))
    rows = Sum.objects.all() if rows is None else rows
    return _at(selection, rows.filter(over, figure__in=sorted(slugs)))


def _due_this_month(selection: Selection) -> QuerySet[Enrolment]:
    """Return the enrolments that became due since this month began and are not completed, with the name of the
    figure.
    """
    since = months.midnight(_this_month(selection), ZONE)
    rows = selection.enrolments().overdue(selection.now).filter(due_at__gte=since)
    return rows.annotate(figure=Value(DUE.slug, output_field=models.CharField()))


def _this_month(selection: Selection) -> date:
    return months.first(selection.now.astimezone(ZONE).date())


def _others(selection: Selection, wanted: Iterable[Figure]) -> list[Figure]:
    """Return those of the figures `wanted` that plugins bring; there are no sums of these."""
    known = {figure.slug for figure in kept()}
    return [figure for figure in wanted if figure.slug in figures and figure.slug not in known]


def _at(selection: Selection, rows: QuerySet[Any]) -> QuerySet[Any]:
    return selection.at_places(rows if selection.filters.sex is None else rows.filter(sex=selection.filters.sex))


def _place(selection: Selection) -> tuple[Any, ...]:
    """Return the filters on which the answers of sums depend: sex, and institution with or without those below."""
    place = selection.filters.institution
    return (selection.filters.sex, place.id if place else None, selection.filters.own)

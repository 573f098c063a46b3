"""One question of one viewer: what they may see, what they ask, when and in which time zone;
and the enrolments it is about.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Max, Q, QuerySet
from django.utils.translation import get_language

from lms.foundation.plugins.report import Figure, NotVisible
from lms.learning.progress.models.records import Enrolment, EnrolmentQuerySet, Stay, StayQuerySet
from lms.people.directory.choices import Kind
from lms.people.directory.clocks import zone_of
from lms.people.directory.models import User

from . import months
from .figures import STAYS, OverTable, added, counted, over_tables
from .forms import ANY, NONE, CompletionFilters, Filters
from .reach import TotalsOnly, reach_of
from .scope import Scope, scope_of

PERSONS = "persons"
ABOUT_PEOPLE = {
    "rank": "rank_band",
    "country": "country",
    "role": "role_family",
    "language": "learner__language",
    "part": "assignment__programme__slug",
}
"""Where an enrolment has what its learner is asked by."""


@dataclass(frozen=True)
class Selection:
    """Question to a report. `form` is the question as it was asked, `filters` is its meaning."""

    viewer: User
    scope: Scope
    form: CompletionFilters
    filters: Filters
    now: datetime
    zone: tzinfo
    figures: Mapping[str, Figure]
    """Everything that is counted of enrolments, by slug."""
    over_tables: Sequence[OverTable]
    everywhere: bool = False
    totals_only: bool = False
    """Says that the viewer sees neither names nor small groups."""
    cached: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was read for this question, and for those made from it with `replace`."""

    @cached_property
    def added(self) -> list[Figure]:
        """The figures that other rooms and plugins add."""
        return added(self.scope.places.values())

    @cached_property
    def sourced(self) -> list[OverTable]:
        """Figures of `over_tables` of which this can be asked: rows without an enrolment have neither course,
        cohort nor sex.
        """
        asked = self.filters
        about_all = asked.course is None and asked.programme is None and asked.cohort is None and asked.sex is None
        about_all = about_all and not asked.about_people
        of_places = about_all and asked.by in ("institution", "month")
        return [one for one in self.over_tables if one.source.enrolment or of_places]

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def period(self, dated: str, start: date | None = None, end: date | None = None, *, by_day: bool = False) -> Q:
        """Return rows whose `dated`, a time or a day, lies in the days asked for, or in those given."""
        start, end = start or self.filters.start, end or self.filters.end
        condition = Q()
        if start:
            condition &= Q(**{f"{dated}__gte": start if by_day else months.midnight(start, self.zone)})
        if end:
            after = end + timedelta(days=1)
            condition &= Q(**{f"{dated}__lt": after if by_day else months.midnight(after, self.zone)})
        return condition

    def enrolments(self) -> EnrolmentQuerySet:
        """Return the viewer's rows that pass every filter but the period, which depends on what is counted."""
        return self.narrowed(Enrolment.objects.filter(self._question()))

    def stays(self) -> StayQuerySet:
        """Return the same of what was here until its learner was transferred."""
        return self.narrowed(Stay.objects.filter(self._question(of="enrolment__")))

    def over(self, one: OverTable) -> QuerySet:
        """Return the rows of another table that pass every filter but the period, at institutions where the figure is
        on.

        They are asked for by their keys: what the plugin's queryset adds or orders does not touch how they are counted.
        """
        source = one.source
        rows: Any = source.rows()
        rows = rows.model._base_manager.filter(pk__in=rows.order_by().values("pk"))
        if not source.enrolment:
            paths = source.paths
            rows = rows.filter(self._courses(paths.get("course", "")) & self._cohort(paths.get("cohort", "")))
            return self.narrowed(rows, institution=source.institution, on=one.places, sex=paths.get("sex", ""))
        at = f"{source.enrolment}__"
        return self.narrowed(rows.filter(self._question(at, at)), at, on=one.places)

    def narrowed(
        self,
        rows: Any,
        at: str = "",
        institution: str = "institution",
        *,
        on: Collection[int] | None = None,
        sex: str = "sex",
    ) -> Any:
        """Return the `rows` of the sex and at the institutions asked for, and at those of `on` where they are given;
        `at` is the path to enrolments, `institution` and `sex` are those from there.
        """
        place, places = self.filters.institution, list(self.scope.places)
        if self.filters.sex is not None and sex:
            rows = rows.filter(**{f"{at}{sex}": self.filters.sex})
        if place is not None:
            places = [place.id] if self.filters.own else self.scope.within(place)
        elif self.everywhere and on is None:
            return rows
        return rows.filter(**{f"{at}{institution}__in": places if on is None else set(places) & set(on)})

    def of_courses(self, rows: Any) -> Any:
        """Return the `rows` of the course or programme asked for."""
        return rows.filter(self._courses("course"))

    def _question(self, at: str = "", of: str = "") -> Q:
        """Return the filters of courses, cohorts and people, asked of enrolments; `at` is the path to them from other
        rows, and `of` that to what they say of people, which a stay does not repeat.
        """
        asked, condition = self.filters, Q()
        if asked.course or asked.programme:
            condition &= self._courses(f"{at}course")
        if asked.cohort is not None:
            condition &= self._cohort(f"{at}assignment__cohort")
        for name, value in asked.about_people.items():
            column = f"{of}{ABOUT_PEOPLE[name]}"
            condition &= Q(**{column: value}) if value else Q(**{column: ""}) | Q(**{column: None})
        return condition

    def lines(self) -> EnrolmentQuerySet:
        """Return the enrolments behind the figure that `state` names; for PERSONS the last one of each person."""
        figure = self.figures["completed" if self.filters.state == PERSONS else self.filters.state]
        rows = self.enrolments().filter(figure.condition & self.period(figure.dated))
        if self.filters.state == PERSONS:
            return Enrolment.objects.filter(
                pk__in=rows.order_by().values("learner").annotate(last=Max("pk")).values("last")
            )
        return rows

    def lines_left(self) -> StayQuerySet | None:
        """Return the lines of enrolments that were here until their learner was transferred; None for a figure that
        counts none of them.
        """
        figure = STAYS.get(self.filters.state)
        return self.stays().filter(figure.condition & self.period(figure.dated)) if figure else None

    def _courses(self, path: str) -> Q:
        """Return rows of the course or programme asked for; `path` leads to the course, empty where none does."""
        condition = Q()
        if self.filters.course and path:
            condition &= Q(**{path: self.filters.course.id})
        if self.filters.programme and path:
            condition &= Q(**{f"{path}__in": self.filters.programme.courses})
        return condition

    def _cohort(self, path: str) -> Q:
        cohort = self.filters.cohort
        if cohort is None or not path:
            return Q()
        ours = Q(**{f"{path}__in": list(self.scope.cohorts)})
        if cohort == ANY:
            return ours
        if cohort == NONE:
            return Q(**{path: None}) | ~ours
        return Q(**{path: cohort})


def ask(
    viewer: User,
    params: Mapping[str, str],
    *,
    now: datetime,
    shapes: Collection[str] = (),
    more: Callable[[Scope, Mapping[str, Figure], bool], Mapping[str, forms.Field]] | None = None,
    masks: bool = False,
) -> Selection:
    """Return the question that `viewer` asks with `params`; `shapes` and `more` are what the report has besides its
    filters: names of SHAPES, and the function that gives fields of its own. One
    statement, and one more in a region. Raises `InvalidFilter`, `NotVisible`, and `TotalsOnly` for a viewer who sees
    totals alone, unless the caller `masks` what they may not see.
    """
    scope = scope_of(viewer, language=get_language() or "en")
    if not scope.places:
        raise NotVisible("institution")
    places = scope.places.values()
    in_region = viewer.within or any(place.kind == Kind.REGION for place in places)
    totals_only = not viewer.is_superuser and bool(in_region) and reach_of(viewer).totals_only
    if totals_only and not masks:
        raise TotalsOnly("learners")
    own = {figure.slug: figure for figure in counted(now, places)}
    form = CompletionFilters(
        params, scope, states=(*own, PERSONS), shapes=shapes, more=more(scope, own, totals_only) if more else None
    )
    return Selection(
        viewer,
        scope,
        form,
        form.filters,
        now=now,
        zone=zone_of(viewer.institution),
        figures=own,
        over_tables=over_tables(places),
        everywhere=viewer.is_superuser,
        totals_only=totals_only,
    )

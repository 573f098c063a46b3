"""Rows behind a figure over another table, one line each, for whoever sees people."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages import linked_pages
from lms.foundation.plugins.report import Column, Figure, NotVisible, Report, Row, reports

from ..filters.fields import Choice
from ..filters.figures import OverTable, over_tables
from ..filters.scope import NO_COURSE, Scope
from ..filters.selection import Selection
from ..tables.question import SelectionQuestion, SelectionReport

SLUG = "figure-rows"


def listed(scope: Scope) -> dict[str, OverTable]:
    """Return the figures whose rows are shown, by name."""
    places = scope.places.values()
    every = [*over_tables(places), *over_tables(places, crossed=True)]
    return {one.figure.slug: one for one in every if one.source.is_listed}


def _fields(scope: Scope, _figures: Mapping[str, Figure], _totals_only: bool) -> dict[str, forms.Field]:
    known = listed(scope)
    if not known:
        raise NotVisible(SLUG)
    named = [(slug, one.figure.label) for slug, one in known.items()]
    figure = Choice("figure", _("Figure:"), known, lambda: named, next(iter(known.values())))
    figure.is_in_title = True
    return {"figure": figure}


class RowsQuestion(SelectionQuestion):
    """The rows of one figure: its form, columns and rows."""

    before = ("figure",)

    def __init__(self, report: Report, selection: Selection) -> None:
        self.over: OverTable = selection.form.cleaned_data["figure"]
        super().__init__(report, selection, self.over.figure.label)

    @property
    def _course(self) -> str:
        """The path to the course; empty where rows have none."""
        source = self.over.source
        return f"{source.enrolment}__course" if source.enrolment else source.paths.get("course", "")

    @property
    def columns(self) -> list[Column]:
        figure = self.over.figure
        return [
            Column("name", _("Name"), "name"),
            Column("service_number", _("Service number")),
            Column("institution", _("Institution")),
            Column("cohort", _("Cohort")),
            *([Column("course", _("Course"))] if self._course else []),
            Column("day", _("Day"), "date"),
            *([Column("value", figure.label, figure.kind)] if figure.value else []),
        ]

    def rows(self) -> Iterator[Row]:
        """Yield a row of each, by name. One statement."""
        source, figure, scope = self.over.source, self.over.figure, self.selection.scope
        at = f"{source.enrolment}__" if source.enrolment else ""
        person = f"{at}learner" if at else source.person
        place = f"{at}institution" if at else source.institution
        cohort = f"{at}assignment__cohort" if at else source.paths.get("cohort", source.institution)
        asked = self.selection.over(self.over).filter(
            figure.condition & self.selection.period(figure.dated, by_day=figure.by_day)
        )
        fields: dict[str, Any] = {"who": person, "named": f"{person}__name", "number": f"{person}__service_number"}
        fields |= {"place": place, "of_cohort": cohort, "at": figure.dated, "of_course": self._course or "pk"}
        value = F(figure.value) if isinstance(figure.value, str) and figure.value else figure.value or F("pk")
        found = asked.exclude(**{figure.dated: None}).annotate(
            **{f"row_{name}": F(path) for name, path in fields.items()}, row_value=value
        )
        names = [f"row_{name}" for name in (*fields, "value")]
        for who, name, number, at_place, in_cohort, day, course, counted in (
            found.order_by("row_named", "row_who", "pk").values_list(*names).iterator(chunk_size=2000)
        ):
            cells = {
                "name": name,
                "service_number": number,
                "institution": scope.place_name(at_place),
                "cohort": scope.cohort_name(in_cohort, alone=False),
                "day": day,
                "value": round(counted, 2),
            }
            if self._course:
                cells["course"] = scope.by_course[course].name if course else NO_COURSE.name
            yield Row(cells, url=linked_pages.address(linked_pages.PERSON, who))


@reports.register
class FigureRows(SelectionReport):
    slug = SLUG
    name = _("Lines behind figures of certificates, sessions and cohorts")
    question, more = RowsQuestion, staticmethod(_fields)

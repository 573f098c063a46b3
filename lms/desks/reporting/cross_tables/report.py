"""The cross-table: any figure, by two divisions below one another and one across, with every sum."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.report import FEWEST, Column, Figure, InvalidFilter, Report, Row, reports
from lms.people.directory.choices import Kind, Role

from ..filters.fields import AskedField, Choice
from ..filters.figures import COMPLETED, LEFT, over_tables
from ..filters.forms import SHOWN, WHERE_SET
from ..filters.scope import Scope
from ..filters.selection import PERSONS, Selection, ask
from ..tables.suppression import Node
from .counting import Counts, Measure, Pattern, count
from .cuts import CUTS, Cut
from .masking import chosen_values, hidden_nodes

if TYPE_CHECKING:
    from lms.people.directory.models import User

ASKED = ("figure", "rows", "then", "columns", "small")
MOST_COLUMNS = 40
SCORE = Figure(
    "score",
    gettext_lazy("Mean score of what was completed"),
    COMPLETED & Q(score__isnull=False),
    "completed_at",
    value="score",
    mean=True,
    kind="percent",
)


def measures(scope: Scope, figures: Mapping[str, Figure]) -> dict[str, Measure]:
    """Return what can be counted where the viewer reports, by name; people come first."""
    places = scope.places.values()
    people = Measure(PERSONS, figures["completed"], gettext_lazy("Officers who completed"), people=True)
    counted = [figure for slug, figure in figures.items() if slug not in ("women", "men", LEFT)]
    over = [*over_tables(places), *over_tables(places, valued=True)]
    every = [
        people,
        *(Measure(figure.slug, figure, figure.label) for figure in (*counted, SCORE)),
        *(Measure(one.figure.slug, one.figure, one.figure.label, over=one) for one in over),
    ]
    return {measure.slug: measure for measure in every}


def _fields(viewer: "User", scope: Scope, figures: Mapping[str, Figure]) -> dict[str, forms.Field]:
    known = measures(scope, figures)
    cuts = [(slug, cut.label) for slug, cut in CUTS.items()]
    fields: dict[str, forms.Field] = {
        "figure": Choice(
            "figure", _("Figure:"), known, lambda: [(slug, one.label) for slug, one in known.items()], known[PERSONS]
        ),
        "rows": Choice("rows", _("Rows:"), CUTS, lambda: cuts, CUTS["academy"]),
        "then": Choice("then", _("and below:"), CUTS, lambda: [("", _("none")), *cuts]),
        "columns": Choice(
            "columns", _("Columns:"), {**CUTS, "one": None}, lambda: [*cuts, ("one", _("none"))], CUTS["sex"]
        ),
    }
    for field in fields.values():
        field.is_in_title = True  # type: ignore[attr-defined]
    if not is_outside(viewer, scope):
        small = [("", _("shown")), ("hidden", _("hidden, to pass it on"))]
        fields["small"] = Choice("small", _("Small groups:"), {"hidden": True}, lambda: small, False)
    return fields


def is_outside(viewer: "User", scope: Scope) -> bool:
    """Return whether the viewer coordinates a region and no more: institutions are not theirs, and they see totals."""
    administers = viewer.is_superuser or Role.ADMINISTRATOR in viewer.duties
    return not administers and any(root.kind == Kind.REGION for root in scope.roots)


@dataclass(frozen=True)
class Question:
    """A cross-table that somebody asks for: its form, and its columns and rows for the screen and for files."""

    selection: Selection
    outside: bool

    @property
    def form(self) -> list[AskedField]:
        """The fields of the page."""
        form = self.selection.form
        names = [*ASKED, "from", "to", *SHOWN, *(name for name in WHERE_SET if name in form.params)]
        return [cast(AskedField, form[name]) for name in names if name in form.fields]

    @property
    def params(self) -> Mapping[str, str]:
        return self.selection.form.params

    @cached_property
    def _asked(self) -> dict[str, Any]:
        return self.selection.form.cleaned_data

    @property
    def measure(self) -> Measure:
        measure: Measure = self._asked["figure"]
        return measure

    @property
    def masked(self) -> bool:
        return self.outside or bool(self._asked.get("small"))

    @cached_property
    def down(self) -> list[Cut]:
        return [self._asked["rows"], *([self._asked["then"]] if self._asked["then"] else [])]

    @cached_property
    def cuts(self) -> list[Cut]:
        across = self._asked["columns"]
        return [*self.down, *([across] if across else [])]

    @property
    def title(self) -> str:
        """The figure and the divisions: people and completions are told apart by their names."""
        by = " · ".join(str(cut.label) for cut in self.cuts)
        return _("%(figure)s by %(cuts)s") % {"figure": self.measure.label, "cuts": by}

    @property
    def notes(self) -> list[str]:
        """Sentences on how to read the table."""
        notes = []
        if self.measure.people:
            notes.append(_("Each person counts once in each cell and in each total: totals can be less than the sums."))
        if self.masked:
            notes.append(
                _("A dash stands for fewer than %(fewest)s people, or for a figure that would tell of them.")
                % {"fewest": FEWEST}
            )
        return notes

    def check(self) -> None:
        """Raise `InvalidFilter` for divisions that the figure does not have, or that are the same."""
        problems = []
        if len({cut.slug for cut in self.cuts}) < len(self.cuts):
            problems.append(_("Choose each division once."))
        over = self.measure.over
        if over is not None and not over.source.enrolment:
            if any(not cut.of_place for cut in self.cuts):
                problems.append(_("This figure has no divisions but country, academy, unit and month."))
            asked = self.selection.filters
            if asked.course or asked.programme or asked.about_people or (asked.cohort, asked.sex) != (None, None):
                problems.append(_("This figure has no filters but institution and period."))
        if problems:
            raise InvalidFilter(problems)
        if self.masked:
            list(chosen_values(self.selection.filters))

    @cached_property
    def _counts(self) -> tuple[Counts, set[Node]]:
        """The counts of every node, and which of them are not shown."""
        if self.masked:
            return hidden_nodes(self.selection, self.measure, self.cuts)
        return count(self.selection, self.measure, self.cuts, _patterns(len(self.down), len(self.cuts))), set()

    @cached_property
    def _values(self) -> list[list[str]]:
        """The values of each cut that any row has, in order."""
        counts, _gone = self._counts
        cells = [node for node in counts.rows if None not in node]
        return [
            sorted({str(node[at]) for node in cells}, key=lambda key, cut=cut: cut.order(key, self.selection))  # type: ignore[misc]
            for at, cut in enumerate(self.cuts)
        ]

    @property
    def _across(self) -> list[str]:
        keys = self._values[-1] if len(self.cuts) > len(self.down) else []
        if len(keys) > MOST_COLUMNS:
            sentence = _("That would be %(number)s columns. Exchange rows and columns, or choose fewer.")
            raise InvalidFilter([sentence % {"number": len(keys)}])
        return keys

    @cached_property
    def columns(self) -> list[Column]:
        kind = self.measure.figure.kind
        heads = [Column("group", " · ".join(str(cut.label) for cut in self.down))]
        across = [
            Column(f"c{at}", self.cuts[-1].name(key, self.selection), kind) for at, key in enumerate(self._across)
        ]
        return [
            *heads,
            Column(
                "total", _("Total: %(figure)s") % {"figure": self.measure.label} if across else self.measure.label, kind
            ),
            *across,
        ]

    def rows(self) -> Iterator[Row]:
        """Yield a row for each group, each sum above its parts, and the total last."""
        counts, _gone = self._counts
        for first in self._values[0]:
            if len(self.down) == 1:
                yield self._row((first,))
                continue
            yield self._row((first, None), sums=True)
            for second in self._values[1]:
                if (first, second, *(None,) * (len(self.cuts) - 2)) in counts.rows:
                    yield self._row((first, second))
        if self._values[0]:
            yield self._row((None,) * len(self.down), total=True)

    def _row(self, head: tuple[str | None, ...], *, total: bool = False, sums: bool = False) -> Row:
        named = [cut.name(key, self.selection) for cut, key in zip(self.down, head, strict=False) if key is not None]
        across: list[str | None] = [None, *self._across]
        nodes = [(*head, key) if len(self.cuts) > len(self.down) else head for key in across]
        slugs = ["total", *(f"c{at}" for at in range(len(across) - 1))]
        numbers = {slug: self._number(node) for slug, node in zip(slugs, nodes, strict=True)}
        opens = {slug: self._lines(node) for slug, node in zip(slugs, nodes, strict=True) if numbers[slug]}
        return Row({"group": " · ".join(named) or _("Total"), **numbers}, total=total, sums=sums, opens=opens)

    def _number(self, node: Node) -> float | None:
        counts, gone = self._counts
        return None if node in gone else counts.of(self.measure, node)

    def _lines(self, node: Node) -> str:
        """Return the address of the rows behind a figure; nothing of other tables, and for whoever sees totals."""
        if self.masked or self.measure.over is not None:
            return ""
        narrows: dict[str, str] = {}
        for cut, key in zip(self.cuts, node, strict=True):
            narrows |= {} if key is None else cut.narrows(key, self.selection)
        state = "completed" if self.measure.figure is SCORE else self.measure.slug
        return f"{reverse('reports:lines')}?{self.selection.filters.query(drop=ASKED, **narrows, state=state)}"

    @property
    def file_columns(self) -> list[Column]:
        """One column for each cut, and the figure: a table that a spreadsheet can pivot."""
        return [
            *(Column(cut.slug, cut.label) for cut in self.cuts),
            Column("figure", self.measure.label, self.measure.figure.kind),
        ]

    def file_rows(self) -> Iterator[Row]:
        """Yield the finest cells."""
        counts, _gone = self._counts
        for cell in product(*self._values):
            if cell in counts.rows:
                names = {cut.slug: cut.name(key, self.selection) for cut, key in zip(self.cuts, cell, strict=True)}
                yield Row({**names, "figure": self._number(cell)})


def _patterns(down: int, cuts: int) -> list[Pattern]:
    """Return the sums of the table: over the lower rows, over all rows, and each of these over the columns too."""
    rows = [tuple(at < depth for at in range(down)) for depth in range(down + 1)]
    return [(*row, *across) for row in rows for across in product((True, False), repeat=cuts - down)]


@reports.register
class CrossTable(Report):
    slug = "cross-table"
    name = gettext_lazy("Cross-table")

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        return []

    def rows(self, viewer: "User", params: Mapping[str, str], *, now: datetime) -> Iterator[Row]:
        return self.ask(viewer, params, now=now).rows()

    def ask(self, viewer: "User", params: Mapping[str, str], *, now: datetime) -> Question:
        """Return the question. One statement, and one more when its rows are counted."""
        selection = ask(viewer, params, now=now, more=partial(_fields, viewer))
        question = Question(selection, outside=is_outside(viewer, selection.scope))
        question.check()
        return question

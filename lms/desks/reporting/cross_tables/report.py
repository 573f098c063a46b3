"""The cross-table: any figure, by two divisions below one another and one across, with every sum."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import product

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.report import FEWEST, Column, Figure, InvalidFilter, Report, Row, reports

from ..filters.fields import Choice
from ..filters.figures import COMPLETED, LEFT, over_tables
from ..filters.scope import NO_COURSE, Scope
from ..filters.selection import PERSONS, Selection
from ..tables.question import SelectionQuestion, SelectionReport
from ..tables.suppression import Node
from . import masking
from .counting import Counts, Measure, count
from .cuts import CUTS, Cut

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
    over = [*over_tables(places), *over_tables(places, crossed=True)]
    every = [
        people,
        *(Measure(figure.slug, figure, figure.label) for figure in (*counted, SCORE)),
        *(Measure(one.figure.slug, one.figure, one.figure.label, over=one, people=one.figure.people) for one in over),
    ]
    return {measure.slug: measure for measure in every}


def _fields(scope: Scope, figures: Mapping[str, Figure], totals_only: bool) -> dict[str, forms.Field]:
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
    if not totals_only:
        small = [("", _("shown")), ("hidden", _("hidden, to pass it on"))]
        fields["small"] = Choice("small", _("Small groups:"), {"hidden": True}, lambda: small, False)
    return fields


class CrossTableQuestion(SelectionQuestion):
    """A cross-table that somebody asks for. Raises `InvalidFilter` for divisions that do not go together."""

    before = ASKED

    def __init__(self, report: Report, selection: Selection) -> None:
        """Read the divisions. The title has the figure's name: people and completions are told apart by it."""
        asked = selection.form.cleaned_data
        self.measure: Measure = asked["figure"]
        self.masked = selection.totals_only or bool(asked.get("small"))
        self.down: list[Cut] = [asked["rows"], *([asked["then"]] if asked["then"] else [])]
        self.cuts: list[Cut] = [*self.down, *([asked["columns"]] if asked["columns"] else [])]
        by = " · ".join(str(cut.label) for cut in self.cuts)
        title = _("%(figure)s by %(cuts)s") % {"figure": self.measure.label, "cuts": by}
        super().__init__(report, selection, title)
        self.check()
        if self.measure.people:
            each = _("Each person counts once in each cell and in each total: totals can be less than the sums.")
            self.notes.append(each)
        if self.masked:
            dash = _("A dash stands for fewer than %(fewest)s people, or for a figure that would tell of them.")
            self.notes.append(dash % {"fewest": FEWEST})

    def check(self) -> None:
        """Raise `InvalidFilter` for divisions that the figure does not have, or that are the same."""
        problems = []
        if len({cut.slug for cut in self.cuts}) < len(self.cuts):
            problems.append(_("Choose each division once."))
        over = self.measure.over
        if over is not None and not over.source.enrolment:
            paths = over.source.paths
            if any(not cut.of_place and cut.slug not in paths for cut in self.cuts):
                fitting = [str(cut.label) for cut in CUTS.values() if cut.of_place or cut.slug in paths]
                problems.append(_("This figure has these divisions alone: %(cuts)s.") % {"cuts": ", ".join(fitting)})
            problems += self._unfitting(paths)
        if self.masked and self.selection.filters.course is NO_COURSE:
            problems.append(_("There is no course called “%(value)s”. Choose one from the list.") % {"value": "none"})
        if problems:
            raise InvalidFilter(problems)
        if self.masked:
            masking.check(self.selection, self.measure, self.cuts)

    def _unfitting(self, paths: Mapping[str, str]) -> list[str]:
        """Return what is wrong with filters by what rows that have these `paths` do not say."""
        asked = self.selection.filters
        about = {"sex": asked.sex, "cohort": asked.cohort, "course": asked.course or asked.programme}
        fitting = [str(CUTS[name].label) for name in about if name in paths]
        if not asked.about_people and all(value is None or name in paths for name, value in about.items()):
            return []
        return [
            _("This figure has these filters alone: %(filters)s.")
            % {"filters": ", ".join([_("Institution"), _("Period"), *fitting])}
        ]

    @cached_property
    def _masked(self) -> masking.MaskedCounts | None:
        """The counts with what is not shown of them, for whoever sees no small groups."""
        return masking.masked_counts(self.selection, self.measure, self.cuts) if self.masked else None

    @cached_property
    def _counts(self) -> Counts:
        """The counts of every node."""
        if self._masked:
            return self._masked.counts
        # The sums of the table: over the lower rows, over all rows, and each of these over the columns too.
        down, across = len(self.down), len(self.cuts) - len(self.down)
        rows = [tuple(at < depth for at in range(down)) for depth in range(down + 1)]
        patterns = [(*row, *columns) for row in rows for columns in product((True, False), repeat=across)]
        return count(self.selection, self.measure, self.cuts, patterns)

    def _hides(self, node: Node) -> bool:
        return self._masked is not None and self._masked.hides(node)

    def _has(self, node: Node) -> bool:
        """Return whether there are rows of a node, or may be: that there are none is not told where it is hidden."""
        return node in self._counts.rows or self._hides(node)

    @cached_property
    def _values(self) -> list[list[str]]:
        """The values of each cut that any row has, in order."""
        cells = [node for node in self._counts.rows if None not in node]
        found: list[list[str]] = []
        for at, cut in enumerate(self.cuts):
            keys = {str(node[at]) for node in cells}
            if self._masked:
                alone = {
                    key: tuple(key if at == place else None for place in range(len(self.cuts)))
                    for key in self._masked.values[at]
                }
                keys = {key for key, node in alone.items() if self._has(node)}
            found.append(sorted(keys, key=lambda key, cut=cut: cut.order(key, self.selection)))  # type: ignore[misc]
        return found

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
        for first in self._values[0]:
            if len(self.down) == 1:
                yield self._row((first,))
                continue
            yield self._row((first, None), sums=True)
            for second in self._values[1]:
                if self._has((first, second, *(None,) * (len(self.cuts) - 2))):
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
        return None if self._hides(node) else self._counts.of(self.measure, node)

    def _lines(self, node: Node) -> str:
        """Return the address of the rows behind a figure; nothing of other tables, and for whoever sees totals."""
        over = self.measure.over
        if self.masked or (over is not None and not over.source.is_listed):
            return ""
        narrows: dict[str, str] = {}
        for cut, key in zip(self.cuts, node, strict=True):
            narrows |= {} if key is None else cut.narrows(key, self.selection)
        if over is not None:
            query = self.selection.filters.query(
                drop=("rows", "then", "columns", "small"), **narrows, figure=over.figure.slug
            )
            return f"{reverse('reports:more', args=['figure-rows'])}?{query}"
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
        for cell in product(*self._values):
            if self._has(cell):
                names = {cut.slug: cut.name(key, self.selection) for cut, key in zip(self.cuts, cell, strict=True)}
                yield Row({**names, "figure": self._number(cell)})


@reports.register
class CrossTable(SelectionReport):
    slug = "cross-table"
    name = gettext_lazy("Cross-table")
    for_regions = True
    question, more = CrossTableQuestion, staticmethod(_fields)

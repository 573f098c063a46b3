"""The socket of reports: rows that a viewer may see, which become a table, a chart or a file."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from .runtime.activation import now_plugging
from .runtime.registrations import Registrations
from .runtime.registry import Registry


class InvalidFilter(ValueError):
    """Refusal: the parameters cannot be read. `problems` are sentences that tell the person what to correct."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


class NotVisible(LookupError):
    """Refusal: the thing asked for does not exist, or is not the viewer's; the answer does not tell which."""


@dataclass(frozen=True)
class Column:
    """One column: `slug` is the key in a row's cells, `kind` is text, name, number, percent, date or yes (true or
    false).

    `opens` names the lines behind a figure, in the terms of the report that lists them.
    """

    slug: str
    label: Any
    kind: str = "text"
    opens: str = ""


@dataclass(frozen=True)
class Row:
    """One row: values by column slug, and the parameters that narrow the question down to this row.

    A `total` sums up others, or stands there to compare with: it is shown below the table, on each of its pages, and is
    in no file. `url` is the address of a page about the row, to which its first cell leads; `opens` has addresses of
    what is behind its other cells, by column. One that `sums` up rows near it is in no chart.
    """

    cells: Mapping[str, Any]
    narrows: Mapping[str, str] = field(default_factory=dict)
    total: bool = False
    url: str = ""
    opens: Mapping[str, str] = field(default_factory=dict)
    sums: bool = False


@dataclass(frozen=True)
class Param:
    """Parameter that narrows a report: `kind` is text, choice or date, `choices` are pairs of a value and its label.
    `label` has no colon. `empty` is what the list says where nothing is chosen; “all” unless told.
    """

    name: str
    label: Any
    kind: str = "text"
    choices: Sequence[tuple[str, Any]] = ()
    empty: Any = ""


@dataclass(frozen=True)
class Change:
    """A chart of what was before and after: the columns of two shares (0 to 1), and of what lies between them, with the
    limits of its interval, in points of per cent.
    """

    before: str
    after: str
    change: str
    low: str
    high: str


@dataclass(frozen=True)
class Guide:
    """Advice on the next step: a heading, sentences, and questions to ask this report, each with its words and its
    parameters.
    """

    heading: Any
    sentences: Sequence[Any] = ()
    choices: Sequence[tuple[Any, Mapping[str, str]]] = ()


class Report(ABC):
    """One report. The same rows are shown on screen, drawn and exported."""

    slug: str
    name: Any
    change: Change | None = None
    """Says that rows are drawn as a change from before to after, and not as bars."""
    for_editors = False
    """Question: may editors open it who neither coordinate nor administer? It shows them what they may edit."""
    for_regions = False
    """Question: may whoever coordinates a region open it, who sees totals alone? It hides small groups from them, or
    shows nothing of learners.
    """

    def filters(self, viewer: Any) -> Sequence[Param]:
        """Return the filters by which `viewer` can narrow the report.

        `params` hold nothing else, checked: a value of `choices`, a day (2026-11-24).
        """
        return ()

    @abstractmethod
    def columns(self, params: Mapping[str, str]) -> list[Column]:
        """Return the columns for these filters. Raises `InvalidFilter`."""

    @abstractmethod
    def rows(self, viewer: Any, params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        """Return the rows that `viewer` may see.

        Raises `InvalidFilter`, and `NotVisible` for filters that name what is not theirs.
        """

    def ask(self, viewer: Any, params: Mapping[str, str], *, now: datetime) -> Any:
        """Return the question as the house's own reports read it, with its form, columns and rows; None where
        `filters`, `columns` and `rows` say all.
        """
        return None

    def guide(self, viewer: object, params: Mapping[str, str], rows: Sequence[Row]) -> Guide | None:
        """Return advice if `rows`, those of one page and the totals, say little or nothing; None if no advice is
        needed.
        """
        return None


reports: Registry[Report] = Registry("report")


FEWEST = 5
"""Of fewer persons a figure over a table of its own is not shown: who they are could be known."""


@dataclass(frozen=True)
class Source:
    """A table of its own that a figure counts: `rows` gives its queryset, whole.

    `enrolment` is the path from a row to its enrolment (“attempt__enrolment”); of rows that belong to none,
    `institution` is that to their institution, and `person` that to whom they are of; `paths` has those to their “sex”,
    “cohort” and “course”, as far as they have them. Each step of a path leads to one row. The reports narrow the rows
    down to what their reader may see and has asked, and group them. With `is_listed` they also show the rows themselves
    to whoever sees people.
    """

    rows: Callable[[], Any]
    enrolment: str = ""
    institution: str = ""
    person: str = ""
    paths: Mapping[str, str] = field(default_factory=dict)
    is_listed: bool = False


@dataclass(frozen=True)
class Figure:
    """Figure of a report: the number of rows that meet `condition`, by the time in the field `dated`, a day where it is
    `by_day`; with a `value` the sum of that field or expression, and their `mean` where it says so; with `people` the
    number of persons of these rows, each once. `kind` is that of its column. A figure with a value, of people or
    `crossed` is in cross-tables alone.

    They are enrolments, or those of a `source`. `condition` is a `Q` over them; over enrolments one that joins must not
    multiply rows (a one-to-one relation does not). Of the house's own figures over enrolments those that are `kept` are
    not counted for each page: a task refreshes their sums every few minutes.
    """

    slug: str
    label: Any
    condition: Any
    dated: str
    source: Source | None = None
    kept: bool = False
    value: Any = ""
    mean: bool = False
    kind: str = "number"
    people: bool = False
    crossed: bool = False
    by_day: bool = False

    @property
    def only_crossed(self) -> bool:
        """True if it is in cross-tables alone."""
        return self.crossed or self.people or bool(self.value)


class Figures(Registrations[Figure]):
    """Figures that other rooms add to the reports' own, by slug, in the order of registration."""

    def register(self, figure: Figure) -> None:
        """Add `figure`; the same slug again replaces the first.

        Figures of all are columns of one table, so a plugin's has to be called by its name.
        """
        plugin = now_plugging()
        if plugin and figure.slug != plugin and not figure.slug.startswith(f"{plugin}_"):
            raise ValueError(f"The figure “{figure.slug}” of the plugin “{plugin}” has to be called {plugin}_….")
        self.put(figure.slug, figure)


figures = Figures("figure")


@dataclass(frozen=True)
class PairedTests:
    """Tests of one kind of activity, before and after a course, of equal measure.

    `pairs` gives course, test before and test after, by their ids; `questions` the number of questions of an attempt,
    from its form as it is stored; `interval` the limits of a share, 0..1, of so many, at 95 per cent confidence.
    """

    pairs: Callable[[], Sequence[tuple[UUID, UUID, UUID]]]
    questions: Callable[[Mapping[str, Any]], int]
    interval: Callable[[float, int], tuple[float, float] | None]


paired_tests: Registrations[PairedTests] = Registrations("paired tests", code_of=lambda thing: thing.pairs)
"""By the kind of their activities."""

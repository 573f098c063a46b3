"""The socket of reports: rows that a viewer may see, which become a table, a chart or a file."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .activation import inventories, now_plugging, withdrawals
from .registry import Registry


class InvalidFilter(ValueError):
    """What was asked cannot be read. `problems` are sentences that tell the person what to correct."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


class NotVisible(LookupError):
    """What was asked for is not there, or is not the viewer's: nobody learns which."""


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
    in no file.
    """

    cells: Mapping[str, Any]
    narrows: Mapping[str, str] = field(default_factory=dict)
    total: bool = False


@dataclass(frozen=True)
class Param:
    """Something that a report can be narrowed down by: `kind` is text, choice or date,
    `choices` are pairs of a value and its label.
    """

    name: str
    label: Any
    kind: str = "text"
    choices: Sequence[tuple[str, Any]] = ()


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
    """What a person can do next: a heading, sentences, and questions to ask this report,
    each with its words and its parameters.
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

    def filters(self, viewer: Any) -> Sequence[Param]:
        """What `viewer` can narrow the report down by.

        `params` hold nothing else, checked: a value of `choices`, a day (2026-11-24).
        """
        return ()

    @abstractmethod
    def columns(self, params: Mapping[str, str]) -> list[Column]:
        """The columns for these filters. Raises `InvalidFilter`."""

    @abstractmethod
    def rows(self, viewer: Any, params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        """The rows that `viewer` may see.

        Raises `InvalidFilter`, and `NotVisible` for filters that name what is not theirs.
        """

    def guide(self, viewer: Any, params: Mapping[str, str], rows: Sequence[Row]) -> Guide | None:
        """What to do where `rows`, those of one page and the totals, say little or nothing;
        None where nothing is to be said.
        """
        return None


reports: Registry[Report] = Registry("report")


@dataclass(frozen=True)
class Figure:
    """Something that is counted of enrolments: those that meet `condition`, by the day in the field `dated`.

    `condition` is a `Q` over the enrolment; one that joins must not multiply rows (a one-to-one relation does not).
    """

    slug: str
    label: Any
    condition: Any
    dated: str


class Figures:
    """Figures that other rooms add to the reports' own, by slug, in the order of registration."""

    def __init__(self) -> None:
        self._entries: dict[str, Figure] = {}
        self._owners: dict[str, str] = {}
        withdrawals.append(self.withdraw)
        inventories.append(self.inventory)

    def register(self, figure: Figure) -> None:
        """Add `figure`; the same slug again replaces the first."""
        self._entries[figure.slug] = figure
        self._owners[figure.slug] = now_plugging()

    def withdraw(self, plugin: str) -> None:
        """Forget the figures of `plugin`."""
        for slug in [slug for slug, owner in self._owners.items() if owner == plugin]:
            del self._entries[slug], self._owners[slug]

    def inventory(self, plugin: str) -> list[tuple[str, str]]:
        """The figures that `plugin` added."""
        return [("figure", slug) for slug, owner in self._owners.items() if owner == plugin]

    def owner_of(self, figure: Figure) -> str:
        """The plugin that added `figure`; nothing for the house."""
        return self._owners.get(figure.slug, "")

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._entries.values())


figures = Figures()

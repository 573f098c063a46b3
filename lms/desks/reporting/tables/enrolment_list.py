"""The list behind a figure: one line for each enrolment that it counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    Exists,
    F,
    FloatField,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.foundation.interface.tables.columns import number as written
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.report import Column, Report, Row, reports
from lms.learning.progress.models.dates import is_overdue
from lms.learning.progress.models.records import Enrolment
from lms.people.directory.models import User
from lms.switchboard.list_columns import columns_of, values_of

from ..exports.file_description import FileDescription
from ..filters.figures import LEFT
from ..filters.scope import ScopedInstitution
from ..filters.selection import PERSONS, Selection
from ..sums import queries
from .question import Pagination, SelectionQuestion, SelectionReport
from .table import Note

if TYPE_CHECKING:
    from django.db.models import Model

_FIELDS = (
    "pk",
    "learner_id",
    "learner__name",
    "learner__service_number",
    "institution_id",
    "assignment__cohort_id",
    "course_id",
    "release__edition",
    "release__correction",
    "state",
    "due_at",
    "completed_at",
    "score",
    "moved",
)
CHUNK = 2000
LINES_ON_A_PAGE = 50
NOTES = {"service_number": Note("name"), "cohort": Note("institution"), "edition": Note("course", labelled=True)}
"""What stands below something else on the screen, which is too narrow for eleven columns; a file has them all."""
ORDER = ("learner__name", "learner_id", "pk")
MANY = 1000
"""Of so many lines the first are found sooner by going through people in order than by sorting the lines."""
AT_ONCE = 500
"""So many lines plugins are asked about in one call: a page has fewer."""


class LinesQuestion(SelectionQuestion):
    """The enrolments that one figure counts, with the columns of plugins that the viewer has."""

    below = NOTES

    def __init__(self, report: Report, selection: Selection) -> None:
        state = selection.filters.state
        title = _("Officers who completed") if state == PERSONS else selection.figures[state].label
        super().__init__(report, selection, title)

    @cached_property
    def trail(self) -> list[tuple[str, str]]:
        completion = f"{reverse('reports:completion')}?{self.selection.filters.query(drop=('state',))}"
        return [*super().trail, (_("Completion"), completion)]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("name", _("Name"), "name"),
            Column("service_number", _("Service number")),
            Column("institution", _("Institution")),
            Column("cohort", _("Cohort")),
            Column("course", _("Course")),
            Column("edition", _("Edition")),
            Column("status", _("Status")),
            Column("due", _("Due"), "date"),
            Column("completed", _("Completed"), "date"),
            Column("score", _("Score"), "percent"),
            Column("transferred", _("Transferred"), "date"),
            *(Column(figure.slug, figure.label, "yes") for figure in self.selection.added),
            *columns_of(slots.ENROLMENT, self.selection.scope.places.values()),
        ]

    def rows(self) -> Iterator[Row]:
        """Return all lines, one after the other: memory does not grow with their number."""
        return described(self.selection, selected(self.selection).iterator(chunk_size=CHUNK))

    @cached_property
    def total(self) -> int:  # type: ignore[override]
        return Pages(self.selection, LINES_ON_A_PAGE).count

    @property
    def description(self) -> FileDescription:
        slug = f"completion-{self.selection.filters.state}"
        return replace(super().description, slug=slug, title=f"{self.title} · {self.place}")

    def page(self, asked: str | None) -> Pagination:
        page = Pages(self.selection, LINES_ON_A_PAGE).get_page(asked)
        return page, list(described(self.selection, page.object_list)), []

    def context(self, page: Page, rows: Sequence[Row]) -> dict[str, object]:
        count, state = page.paginator.count, self.selection.filters.state
        summary = ngettext("%(count)s line", "%(count)s lines", count) % {"count": written(count)}
        if state == PERSONS:
            each = _("one for each person: the course they were enrolled in last and completed")
            summary = f"{summary} · {each}"
        return {**super().context(page, rows), "summary": summary, "state": state, "wide": True}


@reports.register
class Lines(SelectionReport):
    slug = "completion-lines"
    name = gettext_lazy("Enrolments")
    question = LinesQuestion
    shapes = ("state",)


Tuples = QuerySet[Enrolment, tuple[Any, ...]]


def selected(selection: Selection, *, first: int | None = None, of: int = 0) -> Tuples:
    """Return the lines as tuples of _FIELDS and one truth for each figure that another room adds, by name; `first` says
    how many of them are wanted at most, and `of` how many there are, where that is known.

    Where two tables are joined end to end, each gives no more than its own first ones: those it finds in the order of
    an index on names, while all lines of both would have to be sorted.
    """
    truths = {
        f"is_{figure.slug}": Case(
            When(figure.condition, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for figure in selection.added
    }
    rows, left = selection.lines(), selection.lines_left()
    if first is not None and of >= MANY and _goes_through_people(selection):
        rows = rows.filter(learner__in=_people(rows, first))
    elif left is not None:
        rows = _first(rows, first)
    if left is not None:
        left = _first(left, first)
    here = rows.annotate(moved=F("arrived_at"), state=F("status"), **truths).values_list(*_FIELDS, *truths)
    if left is None:
        return here.order_by(*ORDER)[:first]
    gone = {name: Value(False) for name in truths}
    nothing = {
        "completed_at": Value(None, output_field=DateTimeField()),
        "score": Value(None, output_field=FloatField()),
    }
    told = left.annotate(moved=F("left_at"), state=Value(LEFT), **nothing, **gone).values_list(*_FIELDS, *truths)
    return here.union(told, all=True).order_by(*ORDER)[:first]


def _first(rows: "QuerySet[Model]", number: int | None) -> Any:
    """Return the first `number` of `rows`, as rows of their table in any order; all of them where no number is
    given.
    """
    if number is None:
        return rows
    return rows.model._base_manager.filter(pk__in=rows.order_by(*ORDER).values("pk")[:number])


def _goes_through_people(selection: Selection) -> bool:
    """Return whether to go through people. PostgreSQL sees by itself when the first lines are found so; SQLite would
    sort all. Not of what is mostly or all gone, nor of one line for each person.
    """
    return connection.vendor == "sqlite" and selection.filters.state not in (PERSONS, LEFT)


def _people(rows: "QuerySet[Model]", number: int) -> Any:
    """Return keys of the first `number` people, by name, whose `rows` are."""
    theirs = rows.order_by().filter(learner=OuterRef("pk"))
    return User.objects.filter(Exists(theirs)).order_by("name", "pk").values("pk")[:number]


class Pages(Paginator[tuple[Any, ...]]):
    """The lines of a selection in pages, counted without what is only shown."""

    def __init__(self, selection: Selection, per_page: int) -> None:
        super().__init__((), per_page)  # each page queries its own rows
        self.selection = selection

    @cached_property
    def count(self) -> int:
        known = queries.total(self.selection, self.selection.filters.state, above=MANY)
        if known is not None:
            return known
        rows, left = self.selection.lines().order_by().values("pk"), self.selection.lines_left()
        return (rows if left is None else rows.union(left.order_by().values("pk"), all=True)).count()

    def page(self, number: int | str) -> Page[tuple[Any, ...]]:
        number = self.validate_number(number)
        start, end = (number - 1) * self.per_page, min(number * self.per_page, self.count)
        return Page(self._first(end)[start:] if end else (), number, self)

    def _first(self, number: int) -> Tuples:
        return selected(self.selection, first=number, of=self.count)


def described(selection: Selection, lines: Iterable[tuple[object, ...]]) -> Iterator[Row]:
    """Return `lines` in the reader's words, which are looked up now: a file is written when the request's language is
    over.
    """
    columns = columns_of(slots.ENROLMENT, selection.scope.places.values())
    described = _described(selection, lines, status_words(), [figure.slug for figure in selection.added])
    return _with_columns(selection, columns, described) if columns else (row for _enrolment, row in described)


Described = tuple[tuple[int, ScopedInstitution] | None, Row]
"""A line with the enrolment and institution it is of; of what was here until its learner was transferred, None."""


def _with_columns(selection: Selection, columns: Sequence[Column], lines: Iterator[Described]) -> Iterator[Row]:
    """Yield the lines with the values of plugins' columns, which are asked about AT_ONCE lines at a time."""
    while batch := list(islice(lines, AT_ONCE)):
        asked = [enrolment for enrolment, _row in batch if enrolment]
        more = {
            column.slug: values_of(column, asked, selection.viewer, now=selection.now, zone=selection.zone)
            for column in columns
        }
        for enrolment, row in batch:
            pk = enrolment[0] if enrolment else 0
            yield Row({**row.cells, **{slug: values.get(pk) for slug, values in more.items()}})


def _described(
    selection: Selection, lines: Iterable[tuple[Any, ...]], words: Mapping[tuple[str, bool], str], extra: list[str]
) -> Iterator[Described]:
    scope, zone = selection.scope, selection.zone
    for (
        pk,
        _learner,
        name,
        number,
        place,
        cohort,
        course,
        edition,
        correction,
        status,
        due,
        completed,
        score,
        moved,
        *truths,
    ) in lines:
        late = status != LEFT and is_overdue(due_at=due, completed_at=completed, now=selection.now)
        cells = {
            "name": name,
            "service_number": number,
            "institution": scope.place_name(place),
            "cohort": scope.cohort_name(cohort, alone=False),
            "course": scope.by_course[course].name,
            "edition": f"{edition}.{correction}",
            "status": words[status, late],
            "due": due and due.astimezone(zone).date(),
            "completed": completed and completed.astimezone(zone).date(),
            "score": score,
            "transferred": moved and moved.astimezone(zone).date(),
        }
        row = Row({**cells, **dict(zip(extra, map(bool, truths), strict=True))})
        yield None if status == LEFT else (pk, scope.places[place]), row


def status_words() -> dict[tuple[str, bool], str]:
    """Return the words for an enrolment, by its status and whether it is overdue."""
    status = Enrolment.Status
    return {
        (status.ASSIGNED, False): _("Not started"),
        (status.ASSIGNED, True): _("Overdue, not started"),
        (status.STARTED, False): _("Under way"),
        (status.STARTED, True): _("Overdue, under way"),
        (status.COMPLETED, False): _("Completed"),
        (LEFT, False): _("Transferred out"),
    }

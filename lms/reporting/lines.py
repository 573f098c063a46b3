"""The list behind a figure: one line for each enrolment that it counts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from django.db.models import BooleanField, Case, DateTimeField, F, FloatField, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.plugins.report import Column, Report, Row, reports
from lms.progress.models import Enrolment, is_overdue

from .enquiry import Enquiry, ask
from .figures import LEFT, added
from .tables import Note

_FIELDS = (
    "pk",
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
NOTES = {"service_number": Note("name"), "cohort": Note("institution"), "edition": Note("course", labelled=True)}
"""What stands below something else on the screen, which is too narrow for eleven columns; a file has them all."""


@reports.register
class Lines(Report):
    slug = "completion-lines"
    name = _("Enrolments")

    def columns(self, params: Mapping[str, str]) -> list[Column]:
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
            *(Column(figure.slug, figure.label, "yes") for figure in added()),
        ]

    def rows(self, viewer: Any, params: Mapping[str, str], *, now: datetime) -> Iterable[Row]:
        return self.answer(ask(viewer, params, now=now))

    def answer(self, enquiry: Enquiry) -> Iterator[Row]:
        """All lines, one after the other: memory does not grow with their number."""
        return described(enquiry, selected(enquiry).iterator(chunk_size=CHUNK))


def selected(enquiry: Enquiry) -> QuerySet[Enrolment, tuple[Any, ...]]:
    """The lines as tuples of _FIELDS and one truth for each figure that another room adds, by name."""
    truths = {
        f"is_{figure.slug}": Case(
            When(figure.condition, then=Value(True)), default=Value(False), output_field=BooleanField()
        )
        for figure in added()
    }
    rows = enquiry.lines().annotate(moved=F("arrived_at"), state=F("status"), **truths).values_list(*_FIELDS, *truths)
    left = enquiry.lines_left()
    if left is None:
        return rows.order_by("learner__name", "pk")
    gone = {name: Value(False) for name in truths}
    nothing = {
        "completed_at": Value(None, output_field=DateTimeField()),
        "score": Value(None, output_field=FloatField()),
    }
    told = left.annotate(moved=F("left_at"), state=Value(LEFT), **nothing, **gone).values_list(*_FIELDS, *truths)
    return rows.union(told, all=True).order_by("learner__name", "pk")


def described(enquiry: Enquiry, lines: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """`lines` in the reader's words, which are looked up now: a file is written when the request's language is over."""
    return _described(enquiry, lines, status_words(), [figure.slug for figure in added()])


def _described(
    enquiry: Enquiry, lines: Iterable[tuple[Any, ...]], words: Mapping[tuple[str, bool], str], extra: list[str]
) -> Iterator[Row]:
    scope, zone = enquiry.scope, enquiry.zone
    for (
        _pk,
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
        late = status != LEFT and is_overdue(due_at=due, completed_at=completed, now=enquiry.now)
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
        yield Row({**cells, **dict(zip(extra, map(bool, truths), strict=True))})


def status_words() -> dict[tuple[str, bool], str]:
    """What is said of an enrolment, by its status and whether it is overdue."""
    status = Enrolment.Status
    return {
        (status.ASSIGNED, False): gettext("Not started"),
        (status.ASSIGNED, True): gettext("Overdue, not started"),
        (status.STARTED, False): gettext("Under way"),
        (status.STARTED, True): gettext("Overdue, under way"),
        (status.COMPLETED, False): gettext("Completed"),
        (LEFT, False): gettext("Transferred out"),
    }


lines = cast(Lines, reports.get(Lines.slug))

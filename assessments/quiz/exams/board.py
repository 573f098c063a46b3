"""The board of a sitting, learner by learner: one statement, however many learners there are."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, IntegerField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.foundation.interface.words import hours

from .admission import GUESSES
from .models import Sitting

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

ABSENT, ANSWERING, SUBMITTED = "absent", "answering", "submitted"


class ResponseCount(Func):
    """Number of questions with a response, counted in the attempt's state by the database."""

    output_field = IntegerField()

    def as_sqlite(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **_context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        template = (
            "(SELECT COUNT(*) FROM JSON_EACH(%(expressions)s, '$.responses') AS given WHERE given.value NOT IN "
            "('', '[]', '{}'))"
        )
        return self.as_sql(compiler, connection, template=template)

    def as_postgresql(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper") -> object:
        template = (
            "(SELECT COUNT(*) FROM JSONB_EACH(%(expressions)s -> 'responses') AS given"
            """ WHERE given.value NOT IN ('""', '[]', '{}', 'null'))"""
        )
        return self.as_sql(compiler, connection, template=template)


class Questions(Func):
    """Number of questions in the attempt's form."""

    output_field = IntegerField()

    def as_sqlite(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **_context: object
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, template="JSON_ARRAY_LENGTH(%(expressions)s, '$.items')")

    def as_postgresql(self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper") -> object:
        return self.as_sql(compiler, connection, template="JSONB_ARRAY_LENGTH(%(expressions)s -> 'items')")


@dataclass(frozen=True)
class BoardRow:
    """One learner as the board shows them: each cell is a text, or nothing."""

    ticket: int
    name: str
    service_number: str
    place: str
    state: str
    pill: str
    answered: str = ""
    left: str = ""
    saved: str = ""


@dataclass(frozen=True)
class Board:
    lines: list[BoardRow]
    now: datetime

    @property
    def under_way(self) -> bool:
        return any(line.place == ANSWERING for line in self.lines)

    @property
    def counted(self) -> list[tuple[str, int]]:
        """Count the learners in each place, in words and numbers."""
        counts = Counter(line.place for line in self.lines)
        return [
            (_("Not arrived"), counts[ABSENT]),
            (_("Answering"), counts[ANSWERING]),
            (_("Submitted"), counts[SUBMITTED]),
        ]


_COLUMNS = (
    "pk",
    "learner__name",
    "learner__service_number",
    "failures",
    "attempt__begun_at",
    "attempt__answered_at",
    "attempt__deadline_at",
    "attempt__closed_at",
    "attempt__waiting",
)


def board(sitting: Sitting, *, now: datetime) -> Board:
    """Return the learners of `sitting` by name, as they are at this moment."""
    rows = sitting.tickets.in_force().annotate(
        answered=ResponseCount(F("attempt__state")), questions=Questions(F("attempt__form"))
    )
    tickets = rows.order_by("learner__name", "pk").values_list(*_COLUMNS, "answered", "questions")
    return Board([_line(*row, now=now) for row in tickets], now)


def _line(
    pk: int,
    name: str,
    number: str,
    failures: int,
    begun_at: Any,
    answered_at: Any,
    deadline_at: Any,
    closed_at: Any,
    waiting: bool,
    answered: int,
    questions: int,
    *,
    now: datetime,
) -> BoardRow:
    if begun_at is None:
        state = _("Not arrived, too many wrong codes") if failures >= GUESSES else _("Not arrived")
        return BoardRow(pk, name, number, ABSENT, state, "overdue" if failures >= GUESSES else "draft")
    progress = _("%(answered)s of %(questions)s") % {"answered": answered, "questions": questions}
    if closed_at is not None:
        state = _("Submitted at %(time)s, waits to be marked") if waiting else _("Submitted at %(time)s")
        return BoardRow(
            pk, name, number, SUBMITTED, state % {"time": _time(closed_at)}, "done", progress, "", _saved(answered_at)
        )
    return BoardRow(
        pk, name, number, ANSWERING, _("Answering"), "due", progress, _left(deadline_at, now), _saved(answered_at)
    )


def _left(deadline_at: datetime | None, now: datetime) -> str:
    if deadline_at is None:
        return _("no limit")
    minutes = ceil((deadline_at - now).total_seconds() / 60)
    return hours(minutes) if minutes > 0 else _("time is up")


def _saved(answered_at: datetime | None) -> str:
    return _time(answered_at) if answered_at else _("nothing yet")


def _time(at: datetime) -> str:
    return date_format(timezone.localtime(at), "H:i:s")

"""Pictures of a case in any template: the board of its seats and time, and danger over time, each with its words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.foundation.interface.charts import stepped

from ..debriefing.danger import Series
from ..definition.case import Case, Texts
from ..definition.coverage import coverage
from ..presentation.board import DAY, DECISION, FORM, INJECT, Board, Column, Mark, board
from ..presentation.board_chart import BASE, bars, draw
from ..presentation.sentences import case_moment, cause_in_words, seat_name

register = template.Library()


@register.inclusion_tag("casework/board.html")
def case_board(case: Case, texts: Texts) -> Mapping[str, object]:
    """Return the board of a case, drafts too; what it shows stands below it as a table."""
    drawn = board(case)
    names = [seat_name(texts, seat) for seat in drawn.seats]
    drawing = draw(drawn, names, rtl=get_language_bidi())
    columns = [_column(drawn, column) for column in drawn.columns]
    return {
        "heading": _("Seats and time"),
        "chart_id": "board",
        "height": drawing.height,
        "drawing": drawing,
        "heads": list(zip(drawing.heads, columns, strict=True)),
        "rows": _rows(drawn, texts),
        "in_turns": drawn.in_turns,
    }


@register.inclusion_tag("casework/danger.html")
def danger_chart(series: Series, case: Case, texts: Texts) -> Mapping[str, object]:
    """Return one fact over time, with the cause of each step as a table."""
    values = [(step.at, step.level) for step in series.steps]
    low, high = (0 if limit is None else limit for limit in (series.low, series.high))
    return {
        "heading": texts.of("facts", series.fact).get("label") or series.fact,
        "chart_id": f"danger-{series.fact}",
        "height": 246,
        "drawing": stepped(values, series.until, unit=DAY, low=low, high=high, rtl=get_language_bidi()),
        "steps": [
            {"when": case_moment(step.at), "level": step.level, "cause": cause_in_words(step.cause, case, texts)}
            for step in series.steps
        ],
        "end": series.at_end,
        "highest": series.highest,
    }


@register.inclusion_tag("casework/steps.html")
def step_coverage(case: Case) -> Mapping[str, object]:
    """Return the steps of the procedure as a strip of bars, as high as the marks that each is worth; and as a table."""
    covered = coverage(case)
    drawn = {"bars": bars(covered, rtl=get_language_bidi()), "steps": covered, "base": BASE}
    return {"heading": _("Steps of the procedure"), "chart_id": "steps", "height": 140, **drawn}


def _column(drawn: Board, column: Column) -> dict[str, object]:
    """Return the heading of a column on the drawing: the number of the turn and its last day, or the last day alone."""
    if column.ends is None:
        return {"short": "–", "day": ""}
    last = -(-column.ends // DAY)
    return {"short": column.number if drawn.in_turns else last, "day": last}


def _rows(drawn: Board, texts: Texts) -> list[dict[str, Any]]:
    """Return the rows of the board, one for each number, with all its seats."""
    rows: dict[int, dict[str, Any]] = {}
    for mark in sorted(drawn.marks, key=lambda mark: mark.number):
        row = rows.setdefault(
            mark.number,
            {
                "number": mark.number,
                "when": _("When something happens") if mark.at is None else case_moment(mark.at),
                "is_timed": mark.at is not None,
                "is_fixed": mark.is_fixed,
                "words": _words(texts, mark),
                "names": [],
            },
        )
        row["names"].append(seat_name(texts, mark.seat))
    return [row | {"seats": ", ".join(row["names"])} for row in rows.values()]


def _words(texts: Texts, mark: Mark) -> str:
    name = _name(texts, mark.kind, mark.id)
    return {
        INJECT: lambda: _("Inject: %(name)s") % {"name": name},
        DECISION: lambda: _("Decision: %(name)s") % {"name": name},
        FORM: lambda: _("Form: %(name)s") % {"name": name},
    }[mark.kind]()


def _name(texts: Texts, kind: str, id: str) -> str:
    if kind == INJECT:
        words = texts.of("injects", id)
        return words.get("title") or words.get("expect") or id
    part, word = ("decisions", "ask") if kind == DECISION else ("forms", "title")
    return texts.of(part, id).get(word) or id

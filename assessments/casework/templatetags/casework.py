"""Pictures of a case in any template: the board of its seats and time, and danger over time, each with its words."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.interface.charts import stepped

from ..board import DAY, DECISION, FORM, INJECT, Board, Column, Mark, board
from ..case import Case, Texts
from ..debriefing.danger import FORM as SENT
from ..debriefing.danger import INJECT as ARRIVED
from ..debriefing.danger import OPTION, SHARE, START, Cause, Series
from ..drawing import draw

register = template.Library()


@register.inclusion_tag("casework/board.html")
def case_board(case: Case, texts: Texts) -> Mapping[str, Any]:
    """The board of a case, drafts too; what it shows stands below it as a table."""
    drawn = board(case)
    names = [_seat(texts, seat) for seat in drawn.seats]
    drawing = draw(drawn, names, rtl=get_language_bidi())
    columns = [_column(drawn, column) for column in drawn.columns]
    return {
        "drawing": drawing,
        "heads": list(zip(drawing.heads, columns, strict=True)),
        "rows": _rows(drawn, texts),
        "in_turns": drawn.in_turns,
    }


@register.inclusion_tag("casework/danger.html")
def danger_chart(series: Series, case: Case, texts: Texts) -> Mapping[str, Any]:
    """One fact over time, with the cause of each step as a table."""
    values = [(step.at, step.level) for step in series.steps]
    low, high = (0 if limit is None else limit for limit in (series.low, series.high))
    return {
        "heading": texts.of("facts", series.fact).get("label") or series.fact,
        "id": f"danger-{series.fact}",
        "drawing": stepped(values, series.until, unit=DAY, low=low, high=high, rtl=get_language_bidi()),
        "steps": [
            {"number": number, "when": when(step.at), "level": step.level, "cause": _cause(step.cause, case, texts)}
            for number, step in enumerate(series.steps, 1)
        ],
        "end": series.at_end,
        "highest": series.highest,
    }


def when(minute: int) -> str:
    """A minute of the case, as people say it: “Day 2, 08:00”."""
    day, rest = divmod(minute, DAY)
    return _("Day %(day)s, %(time)s") % {"day": day + 1, "time": f"{rest // 60:02}:{rest % 60:02}"}


def _seat(texts: Texts, seat: str) -> str:
    return texts.of("seats", seat).get("name") or seat if seat else _("The case")


def _column(drawn: Board, column: Column) -> dict[str, Any]:
    """Its heading on the drawing: the number of the turn and its last day, or the last day alone."""
    if column.ends is None:
        return {"short": "–", "day": ""}
    last = -(-column.ends // DAY)
    return {"short": column.number if drawn.in_turns else last, "day": last}


def _rows(drawn: Board, texts: Texts) -> list[dict[str, Any]]:
    """What stands on the board, one row for each number, with all its seats."""
    rows: dict[int, dict[str, Any]] = {}
    for mark in sorted(drawn.marks, key=lambda mark: mark.number):
        row = rows.setdefault(
            mark.number,
            {
                "number": mark.number,
                "when": _("When something happens") if mark.at is None else when(mark.at),
                "is_timed": mark.at is not None,
                "is_fixed": mark.is_fixed,
                "words": _words(texts, mark),
                "names": [],
            },
        )
        row["names"].append(_seat(texts, mark.seat))
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


def _cause(cause: Cause, case: Case, texts: Texts) -> str:
    if cause.kind == START:
        return _("At the start")
    if cause.kind == OPTION:
        return _option(cause, texts)
    values = {"seat": _seat(texts, cause.seat), "name": _thing(cause, case, texts)}
    if cause.kind == SENT:
        return _("%(seat)s sent “%(name)s”") % values
    if cause.kind == SHARE:
        return _("%(seat)s passed “%(name)s” on to somebody who did not need it") % values
    return _("Inject: %(name)s") % values


def _option(cause: Cause, texts: Texts) -> str:
    decision, _dot, option = cause.id.rpartition(".")
    words = texts.of("decisions", decision).get("options", {}).get(option, {}).get("text") or option
    if not cause.seat:
        return _("Nobody decided: %(option)s") % {"option": words}
    return _("%(seat)s decided: %(option)s") % {"seat": _seat(texts, cause.seat), "option": words}


def _thing(cause: Cause, case: Case, texts: Texts) -> str:
    """The title of the form, of the card, or of the card with which an inject comes."""
    card = cause.id if cause.kind == SHARE else ""
    if cause.kind == ARRIVED:
        card = next((inject.card for inject in case.injects if inject.id == cause.id), "")
    part, id = ("forms", cause.id) if cause.kind == SENT else ("cards", card)
    return texts.of(part, id).get("title") or cause.id

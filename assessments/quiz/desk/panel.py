"""On the page about a person: what they wrote that people mark, and what they contested."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.plugins.question import questions
from lms.plugins.registry import NotInstalled
from lms.plugins.slots import Panel
from lms.progress.models import Attempt

from ..sitting.folding import items_of, rules_of
from ..sitting.marking import is_waiting
from .queue import KIND

SHOWN = 20


def written_answers(enrolments: Sequence[Any]) -> Mapping[int, Panel]:
    """By enrolment the answers that a person marks or has marked, and those that were contested; one query.

    Whose answer it is stays unknown where marking is blind.
    """
    attempts = Attempt.objects.filter(enrolment__in=[one.pk for one in enrolments], kind=KIND, closed_at__isnull=False)
    found: dict[int, list[dict[str, Any]]] = {}
    learners = {one.pk: one.learner_id for one in enrolments}
    for attempt in attempts.only("enrolment", "number", "form", "state").order_by("-closed_at", "pk"):
        try:
            found.setdefault(attempt.enrolment_id, []).extend(_lines(attempt))
        except NotInstalled:
            continue
    title = _("Marked by people or contested")
    return {
        pk: Panel(
            title, "quiz/desk/panel.html", {"lines": sorted(lines, key=_settled)[:SHOWN], "learner": learners[pk]}
        )
        for pk, lines in found.items()
        if lines
    }


def _settled(line: Mapping[str, Any]) -> bool:
    """Does nobody wait for anything about this answer?

    What somebody waits for comes first, so that it is always shown.
    """
    return not line["waiting"] and not (line["contested"] and line["answered_at"] is None)


def _lines(attempt: Attempt) -> list[dict[str, Any]]:
    rules, state, lines = rules_of(attempt.form, attempt.state), attempt.state, []
    for number, (name, item) in enumerate(items_of(attempt.form).items(), start=1):
        waiting = is_waiting(item, state, rules)
        written = questions.get(item["kind"]).by_people and state["responses"].get(name)
        contests = state.get("contests", {}).get(name, [])
        if (written or contests or state.get("people", {}).get(name)) and not (waiting and rules.blind):
            mark = state.get("marks", {}).get(name)
            line = {"attempt": attempt, "question": name, "number": number, "waiting": waiting, "mark": mark}
            lines.append(line | _contest(contests))
    return lines


def _contest(entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Whether the answer was contested, and since when it was answered, if it was."""
    if not entries:
        return {"contested": False}
    last = entries[-1]
    return {
        "contested": True,
        "answered_at": datetime.fromisoformat(last["at"]) if last["what"] == "responded" else None,
    }

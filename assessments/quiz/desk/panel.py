"""Panel of a person's page: written answers that people mark, and contested ones."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.models import Attempt

from ..sitting.form import Form
from ..sitting.marking import is_waiting
from ..sitting.rules import MARKED_KINDS
from ..sitting.state import BrokenState, Remark, State

if TYPE_CHECKING:
    from lms.learning.progress.models import Enrolment

SHOWN = 20


def written_answers(enrolments: "Sequence[Enrolment]") -> Mapping[int, Panel]:
    """Return by enrolment the answers that a person marks or has marked, and those that were contested; one query.

    Whose answer it is stays unknown where marking is blind.
    """
    attempts = Attempt.objects.filter(
        enrolment__in=[one.pk for one in enrolments], kind__in=MARKED_KINDS, closed_at__isnull=False
    )
    lines_by_enrolment: dict[int, list[dict[str, Any]]] = {}
    learners = {one.pk: one.learner_id for one in enrolments}
    for attempt in attempts.only("enrolment", "number", "form", "state", "waiting").order_by("-closed_at", "pk"):
        try:
            lines_by_enrolment.setdefault(attempt.enrolment_id, []).extend(_lines(attempt))
        except NotInstalled:
            continue
    title = _("Marked by people or contested")
    return {
        pk: Panel(
            title, "quiz/desk/panel.html", {"lines": sorted(lines, key=_settled)[:SHOWN], "learner": learners[pk]}
        )
        for pk, lines in lines_by_enrolment.items()
        if lines
    }


def _settled(line: Mapping[str, object]) -> bool:
    """Return whether this answer waits neither for a marker nor for the answer to a contest.

    What somebody waits for comes first, so that it is always shown.
    """
    return not line["waiting"] and not (line["contested"] and line["answered_at"] is None)


def _lines(attempt: Attempt) -> list[dict[str, object]]:
    try:
        form = Form.read(attempt.form)
        state = State.read(attempt.state, form.items)
    except BrokenState:
        return []
    rules, lines = form.rules(state.terms), []
    for number, (name, item) in enumerate(form.items.items(), start=1):
        waiting, said = attempt.waiting and is_waiting(item, state, rules), state.said(name)
        written = item.type.by_people and state.responses.get(name)
        if (written or said or state.people.get(name)) and not (waiting and rules.blind):
            line = {"attempt": attempt, "question": name, "number": number, "waiting": waiting}
            lines.append(line | {"mark": state.mark(name)} | _contest(said))
    return lines


def _contest(said: Sequence[Remark]) -> dict[str, object]:
    """Return whether the answer was contested, and when the contest was answered (None: not yet)."""
    if not said:
        return {"contested": False}
    last = said[-1]
    return {
        "contested": True,
        "answered_at": None if last.is_contest else last.moment,
    }

"""The activity type “hand-in”: a sitting of the quiz with one question, whose answer has files and may be returned."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.quiz.activity import Quiz
from assessments.quiz.sitting import page_context
from assessments.quiz.sitting.form import Form
from assessments.quiz.sitting.reducer import PREFIX, SUBMIT
from assessments.quiz.sitting.rules import NOTHING, WHAT
from assessments.quiz.sitting.state import State
from lms.foundation.plugins.activity import JSON, Compiled, InvalidAnswer, Outcome, Response, Step
from lms.foundation.plugins.passages import Passage

from . import notes
from .compiler import WORK, compile_hand_in
from .question import is_file, no_file, response_of

if TYPE_CHECKING:
    from wagtail.models import Page

FIELD, FILES = PREFIX + WORK, f"{PREFIX}{WORK}:files"
ATTACHED, DETACHED, RETURNED, ANNOTATED = "attached", "detached", "returned", "annotated"
SHARED, INFECTED = "shared", "infected"
OWN = ("returned", "revises", "notes", "group", "infected")
"""Parts of a state that are no part of a sitting of the quiz."""
Values = Mapping[str, Any]


class HandIn(Quiz):
    """Fields of an answer: `q:work` with the text, `submit`. Facts besides those of the quiz: “attached” with a `file`
    (id, name, size, ending) and “detached” with its id, by the learner while the attempt is open; by staff “returned”
    with a `text`, after which another attempt may begin from the same work, and “annotated” with a `note`;
    “shared” with the `work` that somebody else handed in for the `group` (its name, and what they have in common);
    “infected”, by the server, with the id of a `file`.

    The form also has the `limits` of the definition; the state has why it was `returned` (text, by, at), and in an
    attempt after that what it `revises`, the same; and the `notes` of markers beside it, and the names of files
    that were `infected`.
    """

    slug = "hand-in"
    name = gettext_lazy("Hand-in")
    template = "assignment/hand_in.html"
    script = "assignment/hand-in.js"
    takes_days = True
    learners_facts = frozenset({"contested", ATTACHED, DETACHED})
    verbs: ClassVar[Mapping[str, Any]] = {
        **Quiz.verbs,
        ATTACHED: gettext_lazy("A file was added"),
        DETACHED: gettext_lazy("A file was taken away"),
        RETURNED: gettext_lazy("Returned to be revised"),
        ANNOTATED: gettext_lazy("Commented beside the work"),
        SHARED: gettext_lazy("Handed in for the group"),
        INFECTED: gettext_lazy("A file with a virus was removed"),
    }

    def compile(self, page: Any, *, language: str, country: str) -> Compiled:
        return compile_hand_in(page)

    def drafts(self, pages: "Sequence[Page]", contents: Sequence[Mapping[str, object]]) -> Sequence[Any]:
        return ()

    def offline(self, definition: Values) -> str:
        """Return “no”: files go to the site piece by piece, as its page sends them."""
        return "no"

    def passages(self, content: Compiled) -> list[Passage]:
        said = content.definition
        question, limits = said["questions"][WORK], said["limits"]
        rules = [
            _("Pass mark: %(percent)s %%") % {"percent": round(100 * said["pass_mark"])},
            _("Files at most: %(number)s") % {"number": limits["files"]},
            *([_("Due: %(moment)s") % {"moment": limits["due_at"]}] if limits["due_at"] else []),
        ]
        return [
            Passage("title", _("Title"), content.title),
            Passage("text", _("Task"), said["introduction"]),
            Passage("rule", _("Rules"), "\n".join(rules)),
            *(
                Passage(
                    f"criterion-{one['id']}",
                    _("Criterion"),
                    "\n".join([one["text"], *(f"{level['text']} ({level['points']:g})" for level in one["levels"])]),
                )
                for one in question["key"]["rubric"]
            ),
        ]

    def readable(self, subjects: object, viewer: object) -> set[str]:
        return set()

    def findable(self, content: Compiled) -> str:
        return linebreaks(content.definition["introduction"], autoescape=True)

    def called(self, definition: object) -> Any:
        return self.name

    def terms(
        self, enrolment: Any, entry: Any, definition: Values, *, now: datetime, ended_at: datetime | None
    ) -> JSON:
        terms = super().terms(enrolment, entry, definition, now=now, ended_at=ended_at)
        return terms if ended_at is None else terms | _work_before(enrolment, entry.id, terms)

    def begin(self, definition: Values, *, seed: int, terms: Values = NOTHING) -> tuple[JSON, JSON]:
        rules = {name: value for name, value in terms.items() if name not in (WORK, "revises")}
        form, state = super().begin(definition, seed=seed, terms=rules)
        if terms.get(WORK):
            state["responses"] = {WORK: terms[WORK]}
        if terms.get("revises"):
            state["revises"] = terms["revises"]
        return form | {"limits": definition["limits"]}, state

    def taken(self, form: Mapping[str, object], data: Mapping[str, object]) -> JSON:
        kept = {name: value for name, value in data.items() if name == FIELD}
        return kept | ({SUBMIT: ["1"]} if SUBMIT in data else {})

    def answer(self, form: Values, state: Values, data: Values, *, now: datetime) -> Step:
        files = [json.dumps(one) for one in files_in(state)]
        given = {**data, FILES: files} if FIELD in data and files else data
        step = super().answer(form, state, given, now=now)
        if SUBMIT in data and not step.state["responses"].get(WORK):
            raise InvalidAnswer(_("Write something or add a file, then hand in."), at=f"question-{WORK}")
        return _stepped(form, state, step)

    def respond(
        self,
        form: Values,
        state: Values,
        data: Values,
        *,
        begun_at: datetime,
        deadline: datetime | None,
        now: datetime,
    ) -> Response:
        fields = self.taken(form, data)
        return Response(fields, self.answer(form, state, fields, now=now), deadline)

    def admit(self, form: Values, state: Values, answers: Sequence[Values], *, now: datetime) -> Step:
        files = [json.dumps(one) for one in files_in(state)]
        given = [{**data, FILES: files} if FIELD in data and files else data for data in answers]
        return _stepped(form, state, super().admit(form, state, given, now=now))

    def fold(self, form: Values, state: Values, verb: str, data: Values, *, now: datetime) -> Step:
        if verb in (ATTACHED, DETACHED):
            return _with_files(form, state, verb, data)
        if verb == RETURNED:
            return _returned(state, data, now)
        if verb == ANNOTATED:
            return notes.annotated(state, data, now)
        if verb == INFECTED:
            return notes.without_infected(state, data)
        if verb == SHARED:
            return self._shared(form, state, data, now)
        if verb == "scored" and "returned" in state:
            raise InvalidAnswer(_("This work was returned to be revised. Mark what is handed in next."))
        return _stepped(form, state, super().fold(form, state, verb, data, now=now))

    def _shared(self, form: Values, state: Values, data: Values, now: datetime) -> Step:
        """Close the attempt with the work of the group; one that is closed is told of its group alone."""
        work, group = data.get("work"), data.get("group")
        if work is None and state.get("marks") is not None:
            return Step({**state, "group": group})
        if work is None or state.get("marks") is not None:
            raise InvalidAnswer(_("This work is handed in already."))
        joined = {**state, "group": group, "responses": {**state["responses"], WORK: work}}
        return _stepped(form, joined, super().fold(form, joined, "terminated", {}, now=now))

    def context(
        self, definition: Values, form: Values | None, state: Values | None, *, closed: bool, now: datetime
    ) -> JSON:
        question = definition["questions"][WORK]
        about = {
            "introduction": definition["introduction"],
            "pass_mark": definition["pass_mark"],
            "criteria": question["shown"]["criteria"],
            "may_write": question["shown"]["text"],
            "limits": definition["limits"],
            "due_at": due_of(definition["limits"], {}),
            "closes_at": _moment(definition.get("closes_at")),
            "due": ["marks"],
            "items": [],
        }
        if form is None or state is None:
            return about
        begun = Form.read(form)
        due = frozenset(WHAT) if closed else None
        shown = page_context.attempt(definition, begun, State.read(state, begun.items), closed=closed, now=now, due=due)
        return about | {
            "items": shown["items"],
            "item": shown["items"][0],
            "due_at": due_of(form["limits"], state),
            "closes_at": _moment(begun.rules(state.get("terms", {})).closes_at),
            "handed_in_at": _moment(state.get("closed")),
            "days_late": days_late(form, state),
            "returned": state.get("returned"),
            "notes": notes.for_learner(state),
            "group": state.get("group"),
            "infected": state.get("infected"),
            "revises": state.get("revises"),
            "what_counts": "",
        }

    def present(self, form: Mapping[str, object], state: Mapping[str, object]) -> Mapping[str, object]:
        return {**state, **super().present(form, state)}


def _work_before(enrolment: Any, activity: str, terms: Values) -> JSON:
    """Return the terms of an attempt after others: one more for each that was returned, which the last goes on from.

    One statement.
    """
    attempts = enrolment.attempts.filter(activity_id=activity).order_by("number")
    states = list(attempts.values_list("state", flat=True))
    found = {"attempts": (terms.get("attempts") or 1) + sum("returned" in state for state in states)}
    if not states or "returned" not in states[-1]:
        return found
    return found | {WORK: states[-1]["responses"].get(WORK), "revises": states[-1]["returned"]}


def files_in(state: Values) -> list[dict[str, Any]]:
    """Return the files of the work as it stands: id, name, size, ending."""
    work = state["responses"].get(WORK)
    return list(work["files"]) if work else []


def due_of(limits: Values, state: Values) -> datetime | None:
    """Return until when the work is due: by an exception for the learner, or by the page; None where neither says."""
    return _moment(state.get("terms", {}).get("closes_at") or limits["due_at"])


def days_late(form: Values, state: Values, *, course_due: datetime | None = None) -> int:
    """Return how many days after the due date it was handed in; one that has begun is a day. `course_due` is that of
    the course, where the page has none.
    """
    due, closed = due_of(form["limits"], state) or course_due, state.get("closed")
    over = datetime.fromisoformat(closed) - due if due and closed else timedelta(0)
    return max(0, ceil(over / timedelta(days=1)))


def _stepped(form: Values, before: Values, step: Step) -> Step:
    """Return the step with what the quiz does not know: the parts of our own, and the price of late days."""
    state, outcome = {**{name: before[name] for name in OWN if name in before}, **step.state}, step.outcome
    cost = days_late(form, state) * form["limits"]["penalty"]
    if outcome.score is None or not cost:
        return Step(state, outcome)
    score = max(0.0, outcome.score - cost)
    passed = None if outcome.passed is None else score >= form["pass_mark"]
    fields = {**outcome.__dict__, "score": score, "passed": passed}
    return Step(state, Outcome(**fields))


def _with_files(form: Values, state: Values, verb: str, data: Values) -> Step:
    if state.get("marks") is not None:
        raise InvalidAnswer(_("This work is handed in. Files cannot be changed any more."))
    file, files = data.get("file"), files_in(state)
    if verb == DETACHED:
        files = [one for one in files if one["id"] != file]
    elif not is_file(file):
        raise no_file()
    elif len(files) >= form["limits"]["files"]:
        raise InvalidAnswer(too_many(form["limits"]["files"]))
    else:
        files = [*(one for one in files if one["id"] != file["id"]), dict(file)]
    work = state["responses"].get(WORK) or {"text": ""}
    responses = {**state["responses"], WORK: response_of(work["text"], files)}
    return Step({**state, "responses": responses})


def too_many(most: int) -> str:
    """Return the sentence for a learner who adds more than `most` files."""
    return _("At most %(number)s files can be handed in here. Remove one first.") % {"number": most}


def _returned(state: Values, data: Values, now: datetime) -> Step:
    text = data.get("text")
    if state.get("marks") is None:
        raise InvalidAnswer(_("Nothing is handed in yet that could be returned."))
    if "returned" in state:
        raise InvalidAnswer(_("This work was returned already."))
    if not isinstance(text, str) or not 0 < len(text.strip()) <= 4000:
        raise InvalidAnswer(_("Write what has to be revised, in up to 4,000 characters."))
    note = {"text": text.strip(), "by": data.get("by"), "at": now.isoformat()}
    return Step({**state, "returned": note}, Outcome(closed=True, waiting=False))


def _moment(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None

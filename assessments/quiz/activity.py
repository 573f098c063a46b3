"""The quiz as an activity type. Everything but `compile` and `terms` is a function of its arguments alone; whether an
exam is over, `context` and `review` ask the database.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy

from lms.foundation.plugins.activity import JSON, ActivityType, Compiled, NotNow, Response, Result, Step
from lms.foundation.plugins.passages import Passage
from lms.foundation.plugins.question import questions

from .sitting import late_answers, page_context, reducer
from .sitting.form import Form
from .sitting.marking import combined
from .sitting.question_draw import draw
from .sitting.rules import IMMEDIATE, MARKS, NOTHING, Rules
from .sitting.state import BrokenState, State
from .sitting.type_versions import versions_of

if TYPE_CHECKING:
    from django.utils.functional import Promise
    from wagtail.models import Page


class Quiz(ActivityType):
    """Fields of an answer: `q:<question>` and `q:<question>:<part>` with the response, `c:<question>` with how certain
    one is (1 to 3), `flag` and `unflag` with a question, `check` with the question to be checked, `go` with a page
    (from 1), `submit`.

    Facts besides answers: scored, rescored, contested, responded, adjusted (`assessments.quiz.sitting.facts`),
    terminated.
    """

    slug = "quiz"
    name = gettext_lazy("Quiz")
    template = "quiz/quiz.html"
    script = "quiz/quiz.js"
    late_template = "quiz/arriving.html"
    review_template = "quiz/desk/attempt.html"
    verbs: ClassVar[Mapping[str, Any]] = {
        "scored": gettext_lazy("Marked"),
        "rescored": gettext_lazy("Marked again with a corrected key"),
        "contested": gettext_lazy("An answer was contested"),
        "responded": gettext_lazy("A contested answer has a reply"),
        "adjusted": gettext_lazy("Time or attempts were changed"),
    }
    learners_facts = frozenset({"contested"})

    def compile(self, page: object, *, language: str, country: str) -> Compiled:
        from .page.compiler import compile_quiz

        return compile_quiz(page, language=language)

    def drafts(self, pages: "Sequence[Page]", contents: Sequence[Mapping[str, object]]) -> Sequence[Any]:
        from .page.usage import drafts_for

        return drafts_for(pages, contents)

    def passages(self, content: Compiled) -> list[Passage]:
        from .page.description import passages_of

        return passages_of(content)

    def readable(self, subjects: Collection[str], viewer: object) -> set[str]:
        from .page.description import readable

        return readable(subjects, viewer)

    def compare(
        self,
        definition: Mapping[str, object],
        form: Mapping[str, object],
        before: Mapping[str, object],
        after: Mapping[str, object],
    ) -> list[JSON]:
        begun = Form.read(form)
        states = (_read(state, begun) for state in (before, after))
        return late_answers.compare_answers(definition, begun, *states)

    def attempts_allowed(self, definition: Mapping[str, Any], *, terms: Mapping[str, Any] = NOTHING) -> int | None:
        return terms.get("attempts", definition["attempts"]) or None

    def needs(self, definition: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
        return frozenset((questions.socket, question["kind"]) for question in definition["questions"].values())

    def terms(
        self,
        enrolment: object,
        entry: object,
        definition: Mapping[str, Any],
        *,
        now: datetime,
        ended_at: datetime | None,
    ) -> JSON:
        from .exams.terms import terms_of

        return terms_of(enrolment, entry, definition, now=now, ended_at=ended_at)

    def offline(self, definition: Mapping[str, Any]) -> str:
        """Return “shows” for a quiz on one page that is marked at its end and has no limit of time."""
        rules = Rules.of(definition)
        plain = rules.behaviour != IMMEDIATE and not (rules.sequential or rules.per_page)
        timed = rules.minutes or rules.closes_at or rules.ticket
        heard = any(question.get("sounds") for question in definition["questions"].values())
        return "shows" if plain and not timed and not heard else "no"

    def begin(
        self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any] = NOTHING
    ) -> tuple[JSON, JSON]:
        form = Form.of(draw(definition, seed=seed), definition["pass_mark"], Rules.frozen(definition))
        state = State({}, [], terms=dict(terms), types=versions_of(form.items.kinds))
        return form.as_json(), state.as_json()

    def taken(self, form: Mapping[str, object], data: Mapping[str, object]) -> JSON:
        return reducer.answer_fields(Form.read(form).rules(), data)

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        begun = Form.read(form)
        new, outcome = reducer.answer(begun, _read(state, begun), data, now=now)
        return Step(new.as_json(), outcome)

    def respond(
        self,
        form: Mapping[str, Any],
        state: Mapping[str, Any],
        data: Mapping[str, Any],
        *,
        begun_at: datetime,
        deadline: datetime | None,
        now: datetime,
    ) -> Response:
        """Read form and state once. The deadline follows from the form and the terms, which no answer changes."""
        begun = Form.read(form)
        try:
            before = State.read(state, begun.items)
        except BrokenState as error:
            raise reducer.data_do_not_fit() from error
        fields = reducer.answer_fields(Rules.of(begun.settings), data)
        new, outcome = reducer.answer(begun, before, fields, now=now)
        return Response(fields, Step(new.as_json(), outcome), deadline)

    def fold(
        self, form: Mapping[str, Any], state: Mapping[str, Any], verb: str, data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        begun = Form.read(form)
        new, outcome = reducer.fold(begun, _read(state, begun), verb, data, now=now)
        return Step(new.as_json(), outcome)

    def admit(
        self,
        form: Mapping[str, object],
        state: Mapping[str, object],
        answers: Sequence[Mapping[str, object]],
        *,
        now: datetime,
    ) -> Step:
        begun = Form.read(form)
        new, outcome = reducer.admit(begun, _read(state, begun), answers, now=now)
        return Step(new.as_json(), outcome)

    def deadline(self, form: Mapping[str, Any], state: Mapping[str, Any], *, begun_at: datetime) -> datetime | None:
        return Form.read(form).rules(state.get("terms", NOTHING)).deadline(begun_at)

    def grace(self, form: Mapping[str, object]) -> timedelta:
        return timedelta(seconds=Form.read(form).rules().grace_seconds)

    def combine(self, form: Mapping[str, object], results: Sequence[Result]) -> Result:
        begun = Form.read(form)
        return combined(results, grading=begun.rules().grading, pass_mark=begun.pass_mark)

    def called(self, definition: Callable[[], Mapping[str, object]]) -> "Promise":
        """Return “Exercise” where each answer is checked while the learner answers, else the name of the kind."""
        return gettext_lazy("Exercise") if Rules.of(definition()).behaviour == IMMEDIATE else self.name

    def what_counts(self, definition: Mapping[str, object]) -> object:
        from .page.models import QuizPage

        return QuizPage.Grading(Rules.of(definition).grading).label

    def withholds_score(self, definition: Mapping[str, Any], *, ended_at: datetime, now: datetime) -> bool:
        """Return whether the review settings hide points now, without the exceptions of one learner."""
        form = Form.of([], definition["pass_mark"], Rules.frozen(definition))
        phase = form.phase(NOTHING, closed=True, closed_at=ended_at.isoformat(), now=now, exam_over=False)
        return MARKS not in form.rules().shown(phase)

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        """Return texts of the drawn questions; key and feedback only once they are due: of an exam when it is over."""
        what_counts = {"what_counts": self.what_counts(definition)}
        if form is None or state is None:
            return page_context.before(definition) | what_counts
        from .desk.release_rules import is_over

        begun = Form.read(form)
        shown = State.read(state, begun.items)
        exam_over = closed and is_over(begun, shown.terms, now=now)
        return page_context.attempt(definition, begun, shown, closed=closed, now=now, exam_over=exam_over) | what_counts

    def review(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any],
        state: Mapping[str, Any],
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        """Return the whole attempt for the staff, once it has ended and, of an exam, nobody sits it any more. Raises
        `NotNow` before.
        """
        from .desk.release_rules import why_not_shown

        begun = Form.read(form)
        shown = State.read(state, begun.items)
        if why := why_not_shown(begun, shown.terms, closed=closed, now=now):
            raise NotNow(why)
        return page_context.for_staff(definition, begun, shown, now=now)

    def present(self, form: Mapping[str, object], state: Mapping[str, object]) -> Mapping[str, object]:
        try:
            return State.read(state, Form.read(form).items).as_json()
        except BrokenState:
            return state


def _read(state: Mapping[str, object], form: Form) -> State:
    """Read a state. Raises `InvalidAnswer` where it was lost."""
    try:
        return State.read(state, form.items)
    except BrokenState as error:
        raise reducer.data_do_not_fit() from error

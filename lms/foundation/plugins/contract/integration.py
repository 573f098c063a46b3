"""Laws that try a plugin as the house does: pages compiled, facts folded, questions in a quiz, receivers told twice."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st

from ..activity import ActivityType, Compiled, InvalidAnswer, NotReady, Step, activities
from ..events import Event
from ..question import QuestionType
from ..runtime import value_checks
from ..versions import KEY, NUMBER, REVEAL, SHOWN, number_for
from .behaviour import ANY_JSON, NOW, always, is_json
from .breach import Breach, expect

TERMINATED = "terminated"
"""The fact by which the core ends an attempt: its deadline has passed."""
Fact = tuple[str, Mapping[str, Any]]


def compiles(kind: ActivityType, page: object) -> None:
    """Check that a page gives content that can be stored, the same each time, or `NotReady` with a sentence."""
    what = f"compile of “{kind.slug}”"
    try:
        for country in ("", *kind.countries(page)):
            first, again = (kind.compile(page, language="en", country=country) for _time in range(2))
            expect(isinstance(first, Compiled), f"{what} gives {first!r:.200}, which is no Compiled.")
            expect(first == again, f"{what} gives something else for the same page when it is asked again.")
            value_checks.json_object(first.definition)
            expect(isinstance(first.html, str), f"{what} gives {first.html!r:.200} for html: give a text.")
            is_json(what, list(first.media))
    except NotReady as said:
        expect(str(said).strip(), f"{what} is not ready without a word: the message tells the editor what is missing.")
    except Breach:
        raise
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(
            f"{what} raises {type(error).__name__} ({error}). Raise NotReady for a page that cannot be compiled."
        ) from error


def folds(
    kind: ActivityType, definition: Mapping[str, object], answers: Sequence[Mapping[str, object]], facts: Sequence[Fact]
) -> None:
    """Check that the samples of facts are taken, and that any other gives a step or `InvalidAnswer`, before and after
    the end.
    """
    form, state = kind.begin(definition, seed=1, terms={})
    states = [state]
    for data in answers:
        state = kind.answer(form, state, data, now=NOW).state
        states.append(state)
    for verb, data in facts:
        step = _folded(kind, form, state, verb, data)
        if step is None:
            raise Breach(f"“{kind.slug}” does not take the fact “{verb}”, which is given as a sample of one: {data!r}.")
        state = step.state
        states.append(state)
    verbs = st.sampled_from(sorted({TERMINATED, "unheard_of", *(verb for verb, _data in facts)}))

    def law(verb: str, data: object) -> None:
        for before in states:
            _folded(kind, form, before, verb, data if isinstance(data, dict) else {"by": data})

    always(law, verbs, ANY_JSON, examples=30)


def _folded(kind: ActivityType, form: Any, state: Any, verb: str, data: Mapping[str, Any]) -> Step | None:
    """Return the step; None for data that are no fact."""
    what = f"fold of “{kind.slug}” for “{verb}”"
    try:
        step = kind.fold(form, state, verb, data, now=NOW)
    except InvalidAnswer:
        return None
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(
            f"{what} raises {type(error).__name__} ({error}) for {data!r:.200}. Raise InvalidAnswer for what is none."
        ) from error
    expect(isinstance(step, Step), f"{what} gives {step!r:.200}, which is no Step.")
    is_json(what, step.state)
    return step


def is_marked_in_a_quiz(
    kind: QuestionType, body: Mapping[str, object], replies: Sequence[Mapping[str, object]]
) -> None:
    """Check that in a quiz of this one question each reply is taken and the quiz ends; the first reply earns all there
    is.

    Nothing is asked where there is no quiz.
    """
    quiz = activities.find("quiz")
    if quiz is None:
        return
    parts = kind.split(body)
    asked = {SHOWN: dict(parts.shown), KEY: parts.key, REVEAL: dict(parts.reveal)}
    definition = quiz_of(kind.slug, **asked, version=number_for(kind, asked)) | {NUMBER: quiz.version}
    for number, reply in enumerate(replies):
        form, state = quiz.begin(definition, seed=1, terms={})
        fields = {f"q:q1:{part}" if part else "q:q1": value for part, value in reply.items()}
        state = quiz.answer(form, state, fields, now=NOW).state
        quiz.context(definition, form, state, closed=False, now=NOW)
        step = quiz.answer(form, state, {"submit": ["1"]}, now=NOW)
        quiz.context(definition, form, step.state, closed=True, now=NOW)
        expect(step.outcome.closed, f"A quiz with “{kind.slug}” does not end when it is submitted.")
        if number == 0 and kind.scored and not kind.by_people:
            right = step.outcome.score
            expect(
                right == 1, f"In a quiz the first reply of “{kind.slug}” earns {right}, and is given as wholly right."
            )


def quiz_of(kind: str, **parts: object) -> dict[str, object]:
    """Return the definition of a quiz of one question of the type `kind`."""
    question = {"kind": kind, "language": "", "stem": "Which?", "feedback": "", "hints": [], **parts}
    draws = [{"number": 1, "questions": ["q1"], "mark": 1.0}]
    settings = {"introduction": "", "pass_mark": 0.5, "attempts": None, "shuffle": False}
    sections = [{"heading": "", "introduction": "", "draws": draws}]
    return {**settings, "sections": sections, "questions": {"q1": question}}


def is_told_twice(receiver: Callable[[Any], None], events: Sequence[Event]) -> None:
    """Check that a receiver can be told of each event at least once: twice, and of rows that are gone, and raises
    nothing.
    """
    name = f"{receiver.__module__}.{getattr(receiver, '__qualname__', type(receiver).__qualname__)}"
    for event in events:
        for _time in range(2):
            try:
                receiver(event)
            except Exception as error:  # whatever somebody else's code raises
                raise Breach(
                    f"{name} raises {type(error).__name__} ({error}) for {event!r:.300}. Events come at least once, "
                    "and the rows may be gone by then."
                ) from error


def samples_of(kind: type[Event], enrolments: Sequence[Any]) -> list[Event]:
    """Return events of `kind` about these enrolments, and one about rows that are gone."""
    gone = {"enrolment": 0, "attempt": 0, "activity": uuid4(), "course": uuid4(), "enrolments": (0,), "serial": "GONE"}
    gone |= {"meeting": 0, "cohort": 0, "people": (0,), "merged": 0, "into": 0, "source": None, "to": None}
    same = {"kind": "lesson", "passed": True, "score": 0.8, "role": "instructor", "accepted": True}
    subjects = []
    for row in enrolments:
        here = {"enrolment": row.pk, "course": row.course_id, "enrolments": (row.pk,), "meeting": row.pk}
        here |= {"people": (row.learner_id,), "into": row.learner_id, "to": row.institution_id, "cohort": row.pk}
        subjects.append(_made(kind, row.institution_id, {**gone, **same, **here}))
    return [*subjects, _made(kind, enrolments[0].institution_id, gone | same)] if enrolments else subjects


def _made(kind: type[Event], institution: int, facts: Mapping[str, object]) -> Event:
    own = {name: facts[name] for name in kind.__dataclass_fields__ if name in facts}
    return kind(institution=institution, at=NOW, **own)

"""Laws on what older versions of a type froze: a sample of each is brought up, folded, drawn and marked."""

from collections.abc import Mapping
from typing import Any

from ..activity import ActivityType, InvalidAnswer, Step, activities
from ..question import QuestionType
from ..versions import DEFINITION, FORM, KEY, NUMBER, ORDER, RESPONSE, REVEAL, SHOWN, STATE, Versioned
from .activities import begins, can_be_drawn, draw_attempt
from .behaviour import NOW, is_json, pure
from .breach import Breach, expect
from .integration import TERMINATED, quiz_of
from .question_types import draw_question

Sample = Mapping[str, Any]


def samples_of(kind: Versioned, samples: Mapping[int, Sample]) -> Mapping[int, Sample]:
    """Return the samples of all versions before the present one; raises `Breach` if one is missing."""
    sound = isinstance(kind.version, int) and not isinstance(kind.version, bool) and kind.version > 0
    expect(sound, f"“{kind.slug}” has the version {kind.version!r}: give a whole number from 1.")
    missing = [version for version in range(1, kind.version) if version not in samples]
    expect(
        not missing,
        f"“{kind.slug}” is of version {kind.version}, and there is no sample of what {missing} stored. Keep one of "
        f"each for ever, as it was stored: older = {{“{kind.slug}”: {{1: …}}}}.",
    )
    return {version: samples[version] for version in range(1, kind.version)}


def check_upgrade(kind: Versioned, what: str, sample: Sample, version: int) -> Any:
    """Return a value of the sample after `upgrade`, one version after the other: JSON, and the same each time."""
    expect(what in sample, f"The sample of version {version} of “{kind.slug}” has no “{what}”.")
    value, called = sample[what], f"upgrade of “{kind.slug}”"
    for step in range(version, kind.version):
        try:
            value = pure(called, kind.upgrade, what, value, step)
        except Breach:
            raise
        except Exception as error:  # whatever somebody else's code raises
            raise Breach(f"{called} raises {type(error).__name__} ({error}) for a {what} of version {step}.") from error
        is_json(f"{called} for a {what} of version {step}", value)
    return value


def activity_goes_on(kind: ActivityType, sample: Sample, version: int) -> None:
    """Check that an attempt of an older version is drawn, takes the sample's answers and ends, with the `score` that it
    names; and that another one can be begun.
    """
    definition, form, state = (check_upgrade(kind, what, sample, version) for what in (DEFINITION, FORM, STATE))
    begins(kind, definition)
    can_be_drawn(kind, definition, ())
    draw_attempt(kind, definition, form, state, closed=False)
    score = None
    for data in sample.get("answers", ()):
        step = _stepped(kind, version, "answer", form, state, data)
        state, score = step.state, step.outcome.score
        draw_attempt(kind, definition, form, state, closed=step.outcome.closed)
    wanted = sample.get("score", score)
    expect(score == wanted, f"“{kind.slug}” gives {score} for what version {version} began, which was worth {wanted}.")
    try:
        _stepped(kind, version, "fold", form, state, TERMINATED, {})
    except InvalidAnswer:
        return


def _stepped(kind: ActivityType, version: int, name: str, *args: object) -> Step:
    try:
        step: Step = getattr(kind, name)(*args, now=NOW)
    except InvalidAnswer as said:
        if name == "fold":
            raise
        raise Breach(f"“{kind.slug}” refuses an answer to what version {version} began: {said}") from said
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(
            f"{name} of “{kind.slug}” raises {type(error).__name__} ({error}) for what version {version} began."
        ) from error
    is_json(f"The state of “{kind.slug}”", step.state)
    return step


def question_goes_on(kind: QuestionType, sample: Sample, version: int) -> None:
    """Check that a question and an answer frozen by an older version are drawn, and are worth the `mark` that the
    sample names; also in a quiz, if there is one.
    """
    parts = {what: check_upgrade(kind, what, sample, version) for what in (SHOWN, KEY, REVEAL, ORDER, RESPONSE)}
    expect("mark" in sample, f"The sample of version {version} of “{kind.slug}” does not say what its answer is worth.")
    mark = pure(f"mark of “{kind.slug}”", kind.mark, parts[KEY], parts[RESPONSE])
    said = f"“{kind.slug}” gives {mark} for an answer to version {version}, which was worth {sample['mark']}."
    expect(mark == sample["mark"], said)
    same = {"order": parts[ORDER], "response": parts[RESPONSE]}
    for closed, due in ((False, {}), (True, {}), (True, {"key": parts[KEY], "reveal": parts[REVEAL]})):
        draw_question(kind, kind.context(parts[SHOWN], **same, **due), closed=closed)
    quiz = activities.find("quiz")
    if quiz is not None and kind.scored and not kind.by_people:
        _quiz_goes_on(quiz, kind, sample, version)


def _quiz_goes_on(quiz: ActivityType, kind: QuestionType, sample: Sample, version: int) -> None:
    asked = {what: sample[what] for what in (SHOWN, KEY, REVEAL)}
    definition = quiz_of(kind.slug, **asked, version=version) | {NUMBER: quiz.version}
    item = {"id": "q1", "kind": kind.slug, "order": sample[ORDER], "key": sample[KEY]}
    form = {"items": [item | {"version": version}], "pass_mark": 0.5, NUMBER: quiz.version}
    state = {"responses": {"q1": sample[RESPONSE]}, "flags": [], "types": {kind.slug: version}, NUMBER: quiz.version}
    quiz.context(definition, form, state, closed=False, now=NOW)
    step = quiz.answer(form, state, {"submit": ["1"]}, now=NOW)
    score = step.outcome.score
    expect(score == sample["mark"], f"In a quiz an answer to version {version} of “{kind.slug}” earns {score}.")
    quiz.context(definition, form, step.state, closed=True, now=NOW)

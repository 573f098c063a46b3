"""Laws on activity types: pure, total, and silent about the key until it is due."""

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from ..activity import ActivityType, Compiled, InvalidAnswer, Response, Step
from ..passages import Passage
from .behaviour import NOW, SEEDS, always, draw, fields, is_json, otherwise, pure, texts_in
from .breach import Breach, expect

FOREIGN = "no field "
"""How a name begins that no activity has."""
Definition = Mapping[str, Any]
Answers = Sequence[Mapping[str, Any]]


def begins(kind: ActivityType, definition: Definition) -> None:
    """Check that the same seed gives the same form and the same first state, both JSON."""
    is_json(f"The definition for “{kind.slug}”", definition)

    def law(seed: int) -> None:
        form, state = pure(f"begin of “{kind.slug}”", kind.begin, definition, seed=seed, terms={})
        is_json(f"The form of “{kind.slug}”", form)
        is_json(f"The first state of “{kind.slug}”", state)

    always(law, SEEDS, examples=30)


def takes_its_samples(kind: ActivityType, definition: Definition, answers: Answers) -> None:
    """Check that each sample of an answer is taken as one."""
    form, state = kind.begin(definition, seed=1, terms={})
    for data in answers:
        step = _answered(kind, form, state, data)
        if step is None:
            raise Breach(f"“{kind.slug}” takes {data!r} for no answer, which is given as a sample of one.")
        state = step.state


def keeps_nothing_foreign(kind: ActivityType, definition: Definition, answers: Answers) -> None:
    """Check that only the named fields of an answer are kept, whatever JSON arrives."""
    form, _state = kind.begin(definition, seed=1, terms={})
    what = f"taken of “{kind.slug}”"
    for data in answers:
        kept = pure(what, kind.taken, form, data)
        lost = [name for name in data if name not in kept]
        expect(
            not lost, f"{what} keeps nothing of {lost}, which stand in a sample of an answer: name them in “fields”."
        )

    def law(data: dict[str, object], name: str) -> None:
        kept = pure(what, kind.taken, form, data)
        is_json(what, kept)
        foreign = f"{FOREIGN}{name}"
        expect(
            pure(what, kind.taken, form, {**data, foreign: ["x"]}) == kept,
            f"{what} keeps “{foreign}”, which is no field of it.",
        )

    always(law, fields(answers), st.text(max_size=8))


def responds_as_it_answers(kind: ActivityType, definition: Definition, answers: Answers) -> None:
    """Check that `respond` gives what `taken`, `answer` and `deadline` give one after the other: the journal is folded
    anew by these.
    """
    form, state = kind.begin(definition, seed=1, terms={})
    deadline = kind.deadline(form, state, begun_at=NOW)
    what = f"respond of “{kind.slug}”"
    for data in answers:
        response = pure(what, kind.respond, form, state, data, begun_at=NOW, deadline=deadline, now=NOW)
        kept = kind.taken(form, data)
        step = kind.answer(form, state, kept, now=NOW)
        deadline = kind.deadline(form, step.state, begun_at=NOW)
        expect(
            response == Response(kept, step, deadline),
            f"{what} gives {response!r}, and taken, answer and deadline give {Response(kept, step, deadline)!r}.",
        )
        if step.outcome.closed:
            return
        state = step.state


def answers_anything(kind: ActivityType, definition: Definition, answers: Answers) -> None:
    """Check that any JSON gives a step or `InvalidAnswer`, and that the activity can still be shown after it."""

    def law(seed: int, arrived: list[dict[str, object]]) -> None:
        for form, state, closed in _states(kind, definition, seed, arrived):
            pure(f"context of “{kind.slug}”", kind.context, definition, form, state, closed=closed, now=NOW)

    always(law, SEEDS, st.lists(fields(answers), max_size=4))


def _states(
    kind: ActivityType, definition: Definition, seed: int, arrived: Sequence[Mapping[str, object]]
) -> Iterator[tuple[Any, Any, bool]]:
    """Yield form, state and whether it is closed, at the beginning and after each valid answer."""
    form, state = kind.begin(definition, seed=seed, terms={})
    yield form, state, False
    for data in arrived:
        step = _answered(kind, form, state, data)
        if step is not None:
            state = step.state
            yield form, state, step.outcome.closed
            if step.outcome.closed:
                return


def _answered(kind: ActivityType, form: object, state: object, data: object) -> Step | None:
    """Return the step, checked from all sides; None for data that are no answer."""
    what = f"answer of “{kind.slug}”"
    try:
        step = pure(what, kind.answer, form, state, data, now=NOW)
    except InvalidAnswer as said:
        expect(str(said).strip(), f"{what} refuses {data!r} without a word: the message tells the person what to do.")
        return None
    except Breach:
        raise
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(
            f"{what} raises {type(error).__name__} ({error}) for {data!r}. Raise InvalidAnswer for what is no answer."
        ) from error
    expect(isinstance(step, Step), f"{what} gives {step!r}, which is no Step.")
    is_json(f"The state of “{kind.slug}”", step.state)
    score, passed = step.outcome.score, step.outcome.passed
    expect(score is None or 0 <= score <= 1, f"{what} gives the score {score!r}: scores are in 0..1.")
    expect(passed is None or isinstance(passed, bool), f"{what} says {passed!r} for passed: say True, False or None.")
    empty = step.outcome.lowers and score is None and passed is None
    expect(not empty, f"{what} says “lowers” without a score or a verdict: give the result that may be lower.")
    return step


def keeps_the_key(kind: ActivityType, definition: Definition, hidden: Sequence[str]) -> None:
    """Check that until a question is answered, its context says nothing of `hidden`, and is the same whatever the value
    of “key”.
    """
    form, state = kind.begin(definition, seed=1, terms={})
    for drawn, so_far in ((None, None), (form, state)):
        shown = kind.context(definition, drawn, so_far, closed=False, now=NOW)
        other = kind.context(otherwise(definition), otherwise(drawn), so_far, closed=False, now=NOW)
        expect(shown == other, f"context of “{kind.slug}” lets the key be seen before the attempt is closed.")
        told = [text for text in hidden if any(text in one for one in texts_in(shown))]
        expect(not told, f"context of “{kind.slug}” tells before the attempt is closed: {told}.")


def tells_scripts(kind: ActivityType, definition: Definition, answers: Answers) -> None:
    """Check that scripts get an object of JSON, the same each time, before the start, under way and in the end."""
    what = f"for_script of “{kind.slug}”"
    for form, state, closed in [(None, None, False), *_states(kind, definition, 1, answers)]:
        told = pure(what, kind.for_script, kind.context(definition, form, state, closed=closed, now=NOW))
        expect(isinstance(told, dict), f"{what} gives {told!r}: give a dict.")
        is_json(f"What {what} gives", told)


def needs_by_name(kind: ActivityType, definition: Definition) -> None:
    """Check that its needs are a set of pairs of socket and slug."""
    needed = kind.needs(definition)
    sound = isinstance(needed, frozenset) and all(isinstance(one, tuple) and len(one) == 2 for one in needed)
    expect(sound, f"needs of “{kind.slug}” gives {needed!r}: give a frozenset of pairs of socket and slug.")


def tells_what_it_says(kind: ActivityType, definition: Definition) -> None:
    """Check that the passages of the content are plain text, each with a name of its own, and the same each time."""
    what = f"passages of “{kind.slug}”"
    told = pure(what, kind.passages, Compiled("A title", "<p>A paragraph</p>", dict(definition)))
    sound = all(isinstance(one, Passage) and isinstance(one.text, str) and one.name for one in told)
    expect(sound, f"{what} gives {told!r}: give Passages, each with a name and a text.")
    names = [one.name for one in told]
    twice = sorted({name for name in names if names.count(name) > 1})
    expect(not twice, f"{what} names several passages {twice}: two versions are compared by these names.")


def can_be_drawn(kind: ActivityType, definition: Definition, answers: Answers) -> None:
    """Check that its template can be rendered before the start, under way and in the end; and for a phone that may keep
    it to the same bytes each time.
    """
    said = pure(f"offline of “{kind.slug}”", kind.offline, definition)
    expect(said in ("no", "shows"), f"offline of “{kind.slug}” gives {said!r}: give “no” or “shows”.")
    attempts = [(None, None, False), *_states(kind, definition, 1, answers)]
    for form, state, closed in attempts:
        draw_attempt(kind, definition, form, state, closed=closed)
    if said == "shows":
        form, state = kind.begin(definition, seed=1, terms={})
        first, again = (draw_attempt(kind, definition, form, state, closed=False, offline=True) for _time in range(2))
        expect(first == again, f"The template of “{kind.slug}” gives a phone other bytes each time.")
        scripted = "<script" in first
        expect(not scripted, f"The template of “{kind.slug}” gives a phone a script: leave it out if `offline`.")


def draw_attempt(
    kind: ActivityType, definition: Definition, form: Any, state: Any, *, closed: bool, offline: bool = False
) -> str:
    """Render the template of an attempt, as the player does; before the start, if `form` is None."""
    content = SimpleNamespace(digest="0", title="A title", html="", definition=definition)
    attempt = SimpleNamespace(
        pk=1,
        number=1,
        begun_at=NOW,
        answered_at=None,
        closed_at=NOW if closed else None,
        passed=None,
        score=None,
        deadline_at=None,
        waiting=False,
    )
    context = {
        "activity": kind.context(definition, form, state, closed=closed, now=NOW),
        "content": content,
        "closed": closed,
        "offline": offline,
        "attempt": attempt if form is not None else None,
        "event_id": UUID(int=1),
        "spoken": "",
        "title": content.title,
    }
    return draw(kind.template, context, offline=offline)

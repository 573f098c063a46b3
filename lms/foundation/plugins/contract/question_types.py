"""Laws on question types."""

from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import strategies as st

from ..activity import InvalidAnswer
from ..question import QuestionType
from .behaviour import ANY_JSON, AS_A_FORM_SENDS, SEEDS, always, draw, is_json, pure, texts_in
from .breach import Breach, expect

Body = Mapping[str, Any]
EMPTY: tuple[Any, ...] = ("", [], {}, None)
"""An answer that was not given, or taken back, is one of these."""


def is_written(kind: QuestionType, body: Body) -> None:
    """Check that each call gives an editor's block of its own, in which a body can be stored and comes back as it
    was.
    """
    block = kind.block()
    expect(block is not kind.block(), f"block of “{kind.slug}” gives the same block twice: make a new one each time.")
    stored = pure(f"stored of “{kind.slug}”", kind.stored, body)
    is_json(f"stored of “{kind.slug}”", stored)
    back = kind.body(block.to_python(stored))
    expect(back == body, f"body of “{kind.slug}” gives\n{back!r}\nfor what stored made of\n{body!r}")


def parts(kind: QuestionType, body: Body) -> None:
    """Check that a sound body has no problems, that its parts are JSON, and that the shown part says nothing of the
    revealed one.
    """
    is_json(f"The sample body for “{kind.slug}”", body)
    problems = pure(f"problems of “{kind.slug}”", kind.problems, body)
    expect(not problems, f"“{kind.slug}” finds fault with a body that is given as a sound sample: {problems}")
    split = pure(f"split of “{kind.slug}”", kind.split, body)
    for name in ("shown", "key", "reveal"):
        is_json(f"{name} of “{kind.slug}”", getattr(split, name))
    shown = {text for text in texts_in(split.shown) if text}
    told = sorted(text for text in texts_in(split.reveal) if text and text in shown)
    expect(not told, f"split of “{kind.slug}” shows what is to be revealed later: {told}")


def orders(kind: QuestionType, body: Body) -> None:
    """Check that the order follows from the seed alone, and is as written without one."""
    shown = kind.split(body).shown
    pure(f"order of “{kind.slug}”", kind.order, shown, chance=None)

    def law(seed: int) -> None:
        first, again = (kind.order(shown, chance=Random(seed)) for _time in range(2))  # noqa: S311  a draw, not a secret
        expect(first == again, f"order of “{kind.slug}” gives {first!r} and then {again!r} for the same seed.")
        is_json(f"The order of “{kind.slug}”", first)

    always(law, SEEDS, examples=30)


def reads_anything(kind: QuestionType, body: Body, replies: list[Mapping[str, object]]) -> None:
    """Check that any JSON ends in a response, which is marked and shown with and without the key, or in
    `InvalidAnswer`.
    """
    split = kind.split(body)
    names = (
        st.just("")
        | st.sampled_from(sorted({name for reply in replies for name in reply} | {""}))
        | st.text(max_size=8)
    )
    known = [value for reply in replies for value in reply.values()]
    values = AS_A_FORM_SENDS | ANY_JSON | (st.sampled_from(known) if known else st.nothing())

    def law(seed: int, data: dict[str, object]) -> None:
        order = kind.order(split.shown, chance=Random(seed))  # noqa: S311  a draw, not a secret
        try:
            response = pure(f"read of “{kind.slug}”", kind.read, data, order=order)
        except InvalidAnswer as said:
            expect(
                str(said).strip(),
                f"read of “{kind.slug}” refuses {data!r} without a word: the message tells the person what to do.",
            )
            return
        except Breach:
            raise
        except Exception as error:  # whatever somebody else's code raises
            what = f"read of “{kind.slug}” raises {type(error).__name__} ({error}) for {data!r}."
            raise Breach(f"{what} Raise InvalidAnswer for what is no answer.") from error
        is_json(f"The response of “{kind.slug}”", response)
        _marked(kind, split.key, response)
        _finished(kind, split.key, response, order)
        for due in ({}, {"key": split.key, "reveal": split.reveal}):
            pure(f"context of “{kind.slug}”", kind.context, split.shown, order=order, response=response, **due)

    always(
        law,
        SEEDS,
        st.sampled_from(replies).map(dict) | st.dictionaries(names, values, max_size=4)
        if replies
        else st.dictionaries(names, values),
    )


def reads_its_parts_alone(kind: QuestionType, body: Body, replies: list[Mapping[str, object]]) -> None:
    """Check that a part that the question does not have is no answer: the read response is kept for ever."""
    order = kind.order(kind.split(body).shown, chance=None)
    for reply in replies:
        try:
            kind.read({**reply, "no part": ["x"]}, order=order)
        except InvalidAnswer:
            continue
        raise Breach(
            f"read of “{kind.slug}” takes the part “no part”, which there is not, with {reply!r}: raise InvalidAnswer."
        )


def _marked(kind: QuestionType, key: object, response: object) -> float | None:
    mark = pure(f"mark of “{kind.slug}”", kind.mark, key, response)
    if not kind.scored:
        expect(mark is None, f"mark of “{kind.slug}” gives {mark!r}, and there is no right and wrong: give None.")
    else:
        sound = mark is None or (isinstance(mark, (int, float)) and 0 <= mark <= 1)
        expect(sound, f"mark of “{kind.slug}” gives {mark!r} for {response!r}: marks are in 0..1.")
    return mark


def _finished(kind: QuestionType, key: object, response: object, order: object) -> str:
    said = pure(f"unfinished of “{kind.slug}”", kind.unfinished, key, response, order=order)
    expect(
        isinstance(said, str),
        f"unfinished of “{kind.slug}” gives {said!r} for {response!r}: give a sentence, or an empty text.",
    )
    return said


def marks(kind: QuestionType, body: Body, replies: list[Mapping[str, Any]]) -> None:
    """Check that no answer earns nothing, and that the first sample of an answer earns all there is."""
    split = kind.split(body)
    for empty in EMPTY:
        expect(not _marked(kind, split.key, empty), f"mark of “{kind.slug}” gives something for no answer ({empty!r}).")
    if replies and kind.scored and not kind.by_people:
        response = kind.read(replies[0], order=kind.order(split.shown, chance=None))
        earned = _marked(kind, split.key, response)
        expect(
            earned == 1,
            f"mark of “{kind.slug}” gives {earned!r} for {replies[0]!r}, which is given as the right answer.",
        )
        missing = _finished(kind, split.key, response, kind.order(split.shown, chance=None))
        expect(
            not missing,
            f"unfinished of “{kind.slug}” finds something missing in {replies[0]!r}, which earns all marks: {missing}",
        )


def counts(kind: QuestionType, body: Body, replies: list[Mapping[str, object]]) -> None:
    """Check the values for statistics: a guess earns 0..1 or is None, and each choice has a name that can be read."""
    split = kind.split(body)
    order = kind.order(split.shown, chance=None)
    guess = pure(f"guess of “{kind.slug}”", kind.guess, split.key, order=order)
    expect(guess is None or 0 <= guess <= 1, f"guess of “{kind.slug}” gives {guess!r}: marks are in 0..1.")
    texts = pure(f"pickable of “{kind.slug}”", kind.pickable, split.shown)
    for empty in EMPTY:
        picked = kind.picks(split.key, empty)
        expect(not picked, f"picks of “{kind.slug}” gives {picked!r} for no answer ({empty!r}).")
    for reply in replies:
        picked = pure(f"picks of “{kind.slug}”", kind.picks, split.key, kind.read(reply, order=order))
        unknown = sorted(set(picked) - set(texts))
        expect(not unknown, f"picks of “{kind.slug}” names {unknown} for {reply!r}, which pickable does not know.")


def can_be_drawn(kind: QuestionType, body: Body, replies: list[Mapping[str, Any]]) -> None:
    """Check that its template can be rendered without an answer, with one, and when it is closed, whether the key is
    due or not.
    """
    split = kind.split(body)
    order = kind.order(split.shown, chance=None)
    for response in ["", *(kind.read(reply, order=order) for reply in replies)]:
        for closed, due in ((False, {}), (True, {}), (True, {"key": split.key, "reveal": split.reveal})):
            draw_question(kind, kind.context(split.shown, order=order, response=response, **due), closed=closed)


def draw_question(kind: QuestionType, item: Mapping[str, object], *, closed: bool) -> None:
    """Render the template of a question, as a quiz does."""
    draw(kind.template, {"item": {**item, "number": 1, "field": "q:1", "stem": "", "closed": closed}, "spoken": ""})

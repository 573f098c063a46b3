"""Scenes and what leads from one to another, as a case with one seat. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments.casework import (
    EVERYONE,
    AnyOf,
    Card,
    Case,
    Clause,
    Condition,
    Decision,
    Effect,
    Fact,
    Inject,
    Option,
    Seat,
    Texts,
)

LEARNER = "learner"
END = 60 * 24 * 365
"""Minutes: a scenario has no clock, and ends where nothing follows."""


MADE, NOT_MADE, LEAST, MOST = "made", "not made", "least", "most"
"""Ways to ask: whether a choice was made before, and how high a counter is."""


@dataclass(frozen=True)
class Counter:
    """A number that choices raise and lower. Learners see it where it is `shown`."""

    id: str
    name: str
    start: int = 0
    shown: bool = False


@dataclass(frozen=True)
class Ask:
    """One condition: `of` is the id of a choice or counter, `how` one of the ways to ask; `number` is for a counter."""

    of: str
    how: str
    number: int = 0


@dataclass(frozen=True)
class Branch:
    """Alternative to the scene to which a choice leads, if all that it asks is so."""

    id: str
    asks: tuple[Ask, ...]
    goes_to: str = ""


@dataclass(frozen=True)
class Choice:
    """`goes_to` is the id of the scene that follows; empty where the scenario ends. The first of the `branches` that
    holds goes before it. `counts` are what it adds to counters, by their ids. It is offered where all that it `asks` is
    so.
    """

    id: str
    text: str
    goes_to: str = ""
    marks: float = 0
    never: bool = False
    feedback: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    branches: tuple[Branch, ...] = ()
    asks: tuple[Ask, ...] = ()

    @property
    def leads_to(self) -> list[str]:
        """Return the scenes to which it may lead."""
        return [*(branch.goes_to for branch in self.branches), self.goes_to]

    @property
    def all_asks(self) -> tuple[Ask, ...]:
        """Return the conditions of the choice itself, and of its branches."""
        return (*self.asks, *(ask for branch in self.branches for ask in branch.asks))


@dataclass(frozen=True)
class Scene:
    """Scene of a scenario: its text, and the choices. A scene without choices is an end."""

    id: str
    title: str
    text: str
    ask: str = ""
    choices: tuple[Choice, ...] = ()


def case_of(scenes: Sequence[Scene], passes_at: float, counters: Sequence[Counter] = ()) -> Case:
    """Return the case of scenes: a scene is a card that arrives when a choice led to it, and a decision that opens
    then. A choice with branches leads on by injects without cards, of which one holds.
    """
    entries = {scene.id: _entry(scenes, scene.id) for scene in scenes}
    made_in = {choice.id: scene.id for scene in scenes for choice in scene.choices}
    arrivals = [Inject(scene.id, when=entries[scene.id], to=(LEARNER,), card=scene.id) for scene in scenes]
    return Case(
        id="scenario",
        ends=END,
        seats=(Seat(LEARNER),),
        passes_at=passes_at,
        facts=tuple(Fact(each.id, each.start, (EVERYONE,) if each.shown else ()) for each in counters),
        cards=tuple(Card(scene.id) for scene in scenes),
        injects=(*arrivals, *_turns(scenes, made_in)),
        decisions=tuple(
            Decision(scene.id, LEARNER, tuple(_option(each, made_in) for each in scene.choices), when=entries[scene.id])
            for scene in scenes
            if scene.choices
        ),
    )


def _entry(scenes: Sequence[Scene], id: str) -> Condition:
    """Return when a scene opens: the first scene is there from the start; any other when one of the choices that lead
    to it was made.
    """
    if scenes and scenes[0].id == id:
        return ()
    return (AnyOf(tuple(way for scene in scenes for choice in scene.choices for way in _ways(scene, choice, id))),)


def _ways(scene: Scene, choice: Choice, id: str) -> Iterator[Clause]:
    """Yield what is so where the choice led to the scene with this id."""
    if not choice.branches and choice.goes_to == id:
        yield Clause(f"d:{scene.id}", "=", choice.id)
    elif choice.branches:
        for turn, goes_to in zip(_turn_ids(choice), choice.leads_to, strict=True):
            if goes_to == id:
                yield Clause(f"i:{turn}", "=", True)


def _turn_ids(choice: Choice) -> list[str]:
    return [*(branch.id for branch in choice.branches), f"{choice.id}-else"]


def _turns(scenes: Sequence[Scene], made_in: Mapping[str, str]) -> Iterator[Inject]:
    """Yield an inject for each way on of a choice with branches. It waits for what follows from the choice itself, so
    that counters have counted; the first that holds is given, and no other one afterwards.
    """
    for scene in scenes:
        for choice in filter(lambda each: each.branches, scene.choices):
            ids = _turn_ids(choice)
            asked = [tuple(_clause(ask, made_in) for ask in branch.asks) for branch in choice.branches]
            first = Clause(f"i:{scene.id}.{choice.id}", "=", True)
            for id, holds in zip(ids, [*asked, ()], strict=True):
                others = (Clause(f"i:{other}", "=", False) for other in ids if other != id)
                yield Inject(id, when=(first, *holds, *others))


def _clause(ask: Ask, made_in: Mapping[str, str]) -> Clause:
    if ask.how in (LEAST, MOST):
        return Clause(ask.of, ">=" if ask.how == LEAST else "<=", ask.number)
    return Clause(f"d:{made_in.get(ask.of, '')}", "=" if ask.how == MADE else "!=", ask.of)


def _option(choice: Choice, made_in: Mapping[str, str]) -> Option:
    then = tuple(Effect(counter, "add", number) for counter, number in choice.counts)
    when = tuple(_clause(ask, made_in) for ask in choice.asks)
    return Option(choice.id, then=then, marks=choice.marks, never=choice.never, when=when)


def texts_of(scenes: Sequence[Scene], title: str, note: str, counters: Sequence[Counter] = ()) -> Texts:
    decisions = {scene.id: {"ask": scene.ask, "options": _words(scene)} for scene in scenes if scene.choices}
    cards = {scene.id: {"title": scene.title, "text": scene.text} for scene in scenes}
    counted = {"facts": {each.id: {"label": each.name} for each in counters}} if counters else {}
    return Texts(title, note, {"cards": cards, "decisions": decisions, **counted})


def _words(scene: Scene) -> Mapping[str, object]:
    return {choice.id: {"text": choice.text, "feedback": choice.feedback} for choice in scene.choices}


def following(scene: Scene) -> list[str]:
    """Return the scenes to which its choices lead, each once."""
    return list(dict.fromkeys(id for choice in scene.choices for id in choice.leads_to if id))


def depths(scenes: Sequence[Scene]) -> dict[str, int]:
    """Return the longest way to each scene that is reached, in choices; with loops, at most as many as there are
    scenes.
    """
    depth = {scenes[0].id: 0} if scenes else {}
    by_id = {scene.id: scene for scene in scenes}
    for _round in scenes:
        before = dict(depth)
        steps = [(ahead, far + 1) for id, far in before.items() for ahead in following(by_id[id]) if ahead in by_id]
        for ahead, far in steps:
            depth[ahead] = max(depth.get(ahead, 0), min(far, len(scenes)))
        if depth == before:
            break
    return depth

"""Scenes and what leads from one to another, as a case with one seat. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.casework import (
    AnyOf,
    Card,
    Case,
    Clause,
    Condition,
    Decision,
    Inject,
    Option,
    Seat,
    Texts,
)

LEARNER = "learner"
END = 60 * 24 * 365
"""Minutes: a scenario has no clock, and ends where nothing follows."""


@dataclass(frozen=True)
class Choice:
    """`goes_to` is the id of the scene that follows; empty where the scenario ends."""

    id: str
    text: str
    goes_to: str = ""
    marks: float = 0
    never: bool = False
    feedback: str = ""


@dataclass(frozen=True)
class Scene:
    """Scene of a scenario: its text, and the choices. A scene without choices is an end."""

    id: str
    title: str
    text: str
    ask: str = ""
    choices: tuple[Choice, ...] = ()


def case_of(scenes: Sequence[Scene], passes_at: float) -> Case:
    """Return the case of scenes: a scene is a card that arrives when a choice led to it, and a decision that opens
    then.
    """
    entries = {scene.id: _entry(scenes, scene.id) for scene in scenes}
    return Case(
        id="scenario",
        ends=END,
        seats=(Seat(LEARNER),),
        passes_at=passes_at,
        cards=tuple(Card(scene.id) for scene in scenes),
        injects=tuple(Inject(scene.id, when=entries[scene.id], to=(LEARNER,), card=scene.id) for scene in scenes),
        decisions=tuple(
            Decision(scene.id, LEARNER, tuple(map(_option, scene.choices)), when=entries[scene.id])
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
    leading = [
        Clause(f"d:{scene.id}", "=", choice.id) for scene in scenes for choice in scene.choices if choice.goes_to == id
    ]
    return (AnyOf(tuple(leading)),)


def _option(choice: Choice) -> Option:
    return Option(choice.id, marks=choice.marks, never=choice.never)


def texts_of(scenes: Sequence[Scene], title: str, note: str) -> Texts:
    decisions = {scene.id: {"ask": scene.ask, "options": _words(scene)} for scene in scenes if scene.choices}
    cards = {scene.id: {"title": scene.title, "text": scene.text} for scene in scenes}
    return Texts(title, note, {"cards": cards, "decisions": decisions})


def _words(scene: Scene) -> Mapping[str, object]:
    return {choice.id: {"text": choice.text, "feedback": choice.feedback} for choice in scene.choices}


def following(scene: Scene) -> list[str]:
    """Return the scenes to which its choices lead, each once."""
    return list(dict.fromkeys(choice.goes_to for choice in scene.choices if choice.goes_to))


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

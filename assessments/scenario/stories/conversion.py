"""Conversion of the story of a file to scenes, and of scenes to the blocks of a page. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from uuid import uuid4

from assessments.casework import Finding, warning
from assessments.casework.imports import Passage, Story

from ..scenes import Ask, Branch, Choice, Scene

MOST_SCENES = 60
LONGEST = {"title": 120, "text": 2000, "ask": 200, "choice": 400, "feedback": 600}
"""Characters that the blocks of a page take."""
MOST_CHOICES = 6


def scenes_of(story: Story, onward: str) -> list[Scene]:
    """Return a scene for each passage, with ids of their own. `onward` are the words of a choice that has none.

    A link to a passage that is not there leads to a scene that is not there: the checker of the page finds it.
    """
    ids = {passage.id: str(uuid4()) for passage in story.passages}
    return [_scene(passage, ids, onward) for passage in story.passages]


def _scene(passage: Passage, ids: dict[str, str], onward: str) -> Scene:
    choices = tuple(
        Choice(
            id=str(uuid4()),
            text=link.text or onward,
            goes_to=ids.setdefault(link.goes_to, str(uuid4())) if link.goes_to else "",
            marks=link.marks,
            feedback=link.feedback,
        )
        for link in passage.links
    )
    text, ask = (passage.text, passage.ask) if passage.text else (passage.ask, "")
    return Scene(ids[passage.id], _short(" ".join(passage.title.split())), text, ask, choices)


def _short(title: str) -> str:
    most = LONGEST["title"]
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def missing_parts(scenes: Sequence[Scene]) -> list[Finding]:
    """List the work of the author before the page can be saved: `too_long`, `many_choices` and `no_text` of a scene, by
    its `number` and `title`; `no_feedback` of so many choices.
    """
    found = [
        warning(what, scene.id, number=number, title=scene.title)
        for number, scene in enumerate(scenes, 1)
        for what in _wanting(scene)
    ]
    silent = sum(not choice.feedback for scene in scenes for choice in scene.choices)
    return [*found, warning("no_feedback", "", count=silent)] if silent else found


def _wanting(scene: Scene) -> Iterator[str]:
    texts = [("text", scene.text), ("ask", scene.ask)]
    texts += [pair for choice in scene.choices for pair in (("choice", choice.text), ("feedback", choice.feedback))]
    if any(len(text) > LONGEST[kind] for kind, text in texts):
        yield "too_long"
    if len(scene.choices) > MOST_CHOICES:
        yield "many_choices"
    if not scene.text:
        yield "no_text"


def stream_of(scenes: Sequence[Scene]) -> list[dict[str, object]]:
    """Return the scenes as the blocks of a page are stored."""
    return [
        {
            "type": "scene",
            "id": scene.id,
            "value": {
                "title": scene.title,
                "text": scene.text,
                "ask": scene.ask,
                "choices": [_item(choice.id, _block(choice)) for choice in scene.choices],
            },
        }
        for scene in scenes
    ]


def _block(choice: Choice) -> Mapping[str, object]:
    return {
        "text": choice.text,
        "goes_to": choice.goes_to,
        "feedback": choice.feedback,
        "marks": int(choice.marks),
        "never": choice.never,
        "offered_if": _conditions(choice.id, choice.asks),
        "counts": [_item(f"{choice.id}-{of}", {"counter": of, "number": number}) for of, number in choice.counts],
        "branches": [_item(branch.id, _way(branch)) for branch in choice.branches],
    }


def _way(branch: Branch) -> Mapping[str, object]:
    return {"asks": _conditions(branch.id, branch.asks), "goes_to": branch.goes_to}


def _conditions(id: str, asks: Sequence[Ask]) -> list[dict[str, object]]:
    return [_item(f"{id}-{number}", asdict(ask)) for number, ask in enumerate(asks)]


def _item(id: str, value: Mapping[str, object]) -> dict[str, object]:
    return {"type": "item", "id": id, "value": value}

"""Checks of a scenario: its faults, and warnings for its author. Pure."""

from collections.abc import Iterator, Sequence

from assessments.casework import FAULT, Finding, fault, giveaways, is_empty, mistakes, warning

from .scenes import Scene, case_of, following, texts_of


def findings(scenes: Sequence[Scene]) -> list[Finding]:
    """Return faults (`no_scene`, `no_choice`, `goes_nowhere`, `goes_back`, `unreached`, `no_words`, `best_is_mistake`),
    which stop a release; where there is none, what to ask (`one_choice`, `no_marks`, and what gives the best choice
    away). The place is the id of a scene; values are its `number`, from 1, and its `title`.
    """
    numbers = {scene.id: number for number, scene in enumerate(scenes, 1)}
    named = {scene.id: {"number": numbers[scene.id], "title": scene.title} for scene in scenes}
    found = [fault(what, id, **named.get(id, {})) for what, id in _faults(scenes, numbers)]
    return found or [warning(what, id, **named.get(id, {})) for what, id in _questions(scenes)]


def stopping(scenes: Sequence[Scene]) -> Finding | None:
    """Return the first fault."""
    return next((finding for finding in findings(scenes) if finding.level == FAULT), None)


def _faults(scenes: Sequence[Scene], known: dict[str, int]) -> Iterator[tuple[str, str]]:
    if not scenes:
        yield "no_scene", ""
        return
    if not scenes[0].choices:
        yield "no_choice", scenes[0].id
    for scene in scenes:
        if any(id not in known for id in following(scene)):
            yield "goes_nowhere", scene.id
    yield from (("goes_back", id) for id in looping(scenes))
    reached = reachable(scenes)
    yield from (("unreached", scene.id) for scene in scenes if scene.id not in reached)
    yield from (("no_words", scene.id) for scene in scenes if any(map(is_empty, _words(scene))))
    for decision in case_of(scenes, 1).decisions:
        yield from ((found.what, decision.id) for found in mistakes(decision))


def _words(scene: Scene) -> list[str]:
    """Return what has to be read in a scene."""
    return [scene.title, scene.text, *(choice.text for choice in scene.choices)]


def _questions(scenes: Sequence[Scene]) -> Iterator[tuple[str, str]]:
    yield from (("one_choice", scene.id) for scene in scenes if len(scene.choices) == 1)
    for found in giveaways(case_of(scenes, 1), texts_of(scenes, "", "")):
        yield found.what, found.place.split(".")[1]
    if not any(choice.marks for scene in scenes for choice in scene.choices):
        yield "no_marks", ""


def reachable(scenes: Sequence[Scene]) -> set[str]:
    by_id = {scene.id: scene for scene in scenes}
    reached: set[str] = set()
    ahead = [scenes[0].id] if scenes else []
    while ahead:
        id = ahead.pop()
        if id in by_id and id not in reached:
            reached.add(id)
            ahead += following(by_id[id])
    return reached


def looping(scenes: Sequence[Scene]) -> list[str]:
    """Return scenes from which a choice leads back to a scene that was there before: what is left when ends are taken
    off.
    """
    left = {scene.id: set(following(scene)) for scene in scenes}
    while ended := [id for id, ahead in left.items() if not ahead & left.keys()]:
        for id in ended:
            del left[id]
    return [scene.id for scene in scenes if scene.id in left]

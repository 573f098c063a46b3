"""Checks of a scenario: its faults, and warnings for its author. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from assessments.casework import FAULT, Finding, fault, giveaways, is_empty, mistakes, warning

from .scenes import LEAST, MADE, MOST, NOT_MADE, Choice, Counter, Scene, case_of, following, texts_of
from .walks import Walk, walk


def findings(scenes: Sequence[Scene], counters: Sequence[Counter] = ()) -> list[Finding]:
    """Return faults (`no_scene`, `no_choice`, `goes_nowhere`, `goes_back`, `unreached`, `no_words`, `best_is_mistake`,
    `asks_nothing`, `asks_gone`), which stop a release; where there is none, what to ask (`one_choice`, `no_marks`, what
    gives the best choice away, `never_true`, `never_offered`, `never_reached`, `not_counted`, `not_asked`), and the
    fault that is found by playing, `none_offered`. The place is the id of a
    scene or counter; values are its `number`, from 1, its `title`, and the `choice` that is spoken of.
    """
    numbers = {scene.id: number for number, scene in enumerate(scenes, 1)}
    named = {scene.id: {"number": numbers[scene.id], "title": scene.title} for scene in scenes}
    found = [fault(what, id, **named.get(id, {})) for what, id in _faults(scenes, numbers)]
    found += [
        fault(what, scene.id, **named[scene.id], choice=choice) for what, scene, choice in _asks(scenes, counters)
    ]
    if found:
        return found
    asked = [warning(what, id, **named.get(id, {})) for what, id in _questions(scenes)]
    return [*asked, *_conditions(scenes, counters, named), *_counters(scenes, counters)]


def stopping(scenes: Sequence[Scene], counters: Sequence[Counter] = ()) -> Finding | None:
    """Return the first fault."""
    return next((finding for finding in findings(scenes, counters) if finding.level == FAULT), None)


def _asks(scenes: Sequence[Scene], counters: Sequence[Counter]) -> Iterator[tuple[str, Scene, str]]:
    """Yield branches that ask for nothing, and choices that ask for or count something that is not there."""
    choices = {choice.id for scene in scenes for choice in scene.choices}
    known = {each.id for each in counters}
    of = {MADE: choices, NOT_MADE: choices, LEAST: known, MOST: known}
    for scene in scenes:
        for choice in scene.choices:
            if not all(branch.asks for branch in choice.branches):
                yield "asks_nothing", scene, choice.text
            asked = (ask.of in of[ask.how] for ask in choice.all_asks)
            if not all(asked) or not known.issuperset(counter for counter, _number in choice.counts):
                yield "asks_gone", scene, choice.text


def _conditions(
    scenes: Sequence[Scene], counters: Sequence[Counter], named: Mapping[str, Mapping[str, object]]
) -> Iterator[Finding]:
    """Yield branches whose conditions are never all true, choices that are never offered, scenes to which no way is
    open, and scenes in which somebody finds no choice: a fault.
    """
    if not any(choice.branches or choice.asks for scene in scenes for choice in scene.choices):
        return
    walked = walk(scenes, counters)
    if walked is None:
        return
    for scene in scenes:
        if scene.id not in walked.scenes:
            yield warning("never_reached", scene.id, **named[scene.id])
        else:
            dead = (choice for choice in scene.choices if _never_taken(choice, walked))
            yield from (warning("never_true", scene.id, **named[scene.id], choice=choice.text) for choice in dead)
            unseen = (choice for choice in scene.choices if choice.id not in walked.choices)
            yield from (warning("never_offered", scene.id, **named[scene.id], choice=choice.text) for choice in unseen)
    yield from (fault("none_offered", scene.id, **named[scene.id]) for scene in scenes if scene.id in walked.stuck)


def _never_taken(choice: Choice, walked: Walk) -> bool:
    """Return whether a way on of a choice that is offered is never taken."""
    return choice.id in walked.choices and any(branch.id not in walked.branches for branch in choice.branches)


def _counters(scenes: Sequence[Scene], counters: Sequence[Counter]) -> Iterator[Finding]:
    """Yield counters that no choice changes, and those that nothing asks for and nobody sees."""
    choices = [choice for scene in scenes for choice in scene.choices]
    counted = {counter for choice in choices for counter, number in choice.counts if number}
    asked = {ask.of for choice in choices for ask in choice.all_asks}
    for each in counters:
        if each.id not in counted:
            yield warning("not_counted", each.id, name=each.name)
        elif each.id not in asked and not each.shown:
            yield warning("not_asked", each.id, name=each.name)


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

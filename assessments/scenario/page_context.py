"""View of a scenario for a learner: the way so far, the present scene, at the end the result. Pure."""

from collections.abc import Mapping
from typing import Any

from assessments.casework import OPEN, Script, State, Texts, best_options, score, seat_view

from .scenes import LEARNER


def scene_context(
    script: Script, state: State, texts: Texts, steps: Mapping[str, object], *, at_once: bool
) -> dict[str, object]:
    """Return the context: `way` has the scenes that were left, `scene` the one that is now. Feedback, and the step of a
    procedure from `steps`, stand where they are due.
    """
    view = seat_view(script, state, LEARNER)
    over = state.status != OPEN
    visited = [shown.card for shown in view.cards]
    open_ = {question.id: question.options for question in view.questions}
    told = at_once or over
    way = [
        {**_left(script, state, texts, id, tell=told, over=over), "step": steps.get(id) if told else None}
        for id in visited
        if id in state.made
    ]
    now = next((id for id in reversed(visited) if id not in state.made), None)
    return {
        "way": way,
        "scene": _scene(texts, now, open_.get(now or "", ())) if now else None,
        "over": over,
        "decided": len(way),
        "counters": [{"name": texts.of("facts", id).get("label", id), "value": value} for id, value in view.facts],
        **(_result(script, state) if over else {}),
    }


def _scene(texts: Texts, id: str, options: tuple[str, ...]) -> dict[str, object]:
    card, words = texts.of("cards", id), texts.of("decisions", id)
    choices = [{"id": option, "text": words.get("options", {}).get(option, {}).get("text", "")} for option in options]
    return {
        "id": id,
        "title": card.get("title", ""),
        "text": card.get("text", ""),
        "ask": words.get("ask", ""),
        "choices": choices,
    }


def _left(script: Script, state: State, texts: Texts, id: str, *, tell: bool, over: bool) -> dict[str, Any]:
    """Return a scene that was left, with what was done there; at the end also with what would have been best."""
    made, decision = state.made[id], script.decisions[id]
    options: Mapping[str, Any] = texts.of("decisions", id).get("options", {})
    option = decision.option(made.option)
    left = {**_scene(texts, id, ()), "chosen": options.get(made.option, {}).get("text", "")}
    if tell:
        left["feedback"] = options.get(made.option, {}).get("feedback", "")
    if over and option is not None:
        best = best_options(script, state, decision)[0]
        left |= {"never": option.never, "marks": option.marks, "most": best.marks}
        if option.marks < best.marks:
            left["better"] = options.get(best.id, {}).get("text", "")
    return left


def _result(script: Script, state: State) -> dict[str, object]:
    result = score(script, state, LEARNER)
    return {"passed": result.passed, "score": result.share, "nevers": len(result.nevers)}

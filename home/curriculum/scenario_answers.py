"""How somebody goes through a scenario, for the demo school."""

from collections.abc import Mapping
from random import Random
from typing import Any

from assessments.casework import Script, State, seat_view
from assessments.scenario.scenes import LEARNER


def decision(
    form: Mapping[str, Any], state: Mapping[str, Any], *, knows: float, chance: Random
) -> dict[str, list[str]]:
    """What they do in the scene that is now: the best as often as they `know` (0 to 1); nothing once it is over."""
    script = Script.read(form)
    questions = seat_view(script, State.read(state), LEARNER).questions
    if not questions:
        return {}
    options = script.decisions[questions[0].id].options
    best = max(options, key=lambda option: option.marks)
    option = best if chance.random() < knows else chance.choice(options)
    return {"scene": [questions[0].id], "choice": [option.id]}

"""Choices of a learner in a scenario, for the demo school."""

from collections.abc import Mapping
from random import Random

from assessments.casework import Script, State, seat_view
from assessments.scenario.scenes import LEARNER


def decision(
    form: Mapping[str, object], state: Mapping[str, object], *, knows: float, chance: Random
) -> dict[str, list[str]]:
    """Return the choice in the current scene: the best as often as the learner `knows` (0 to 1); empty once the
    scenario is over.
    """
    script = Script.read(form)
    questions = seat_view(script, State.read(state), LEARNER).questions
    if not questions:
        return {}
    options = script.decisions[questions[0].id].options
    best = max(options, key=lambda option: option.marks)
    option = best if chance.random() < knows else chance.choice(options)
    return {"scene": [questions[0].id], "choice": [option.id]}

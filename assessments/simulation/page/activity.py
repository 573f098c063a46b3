"""The activity type “simulation”: a learner’s attempt is their part in a run; the run has its own log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.activity import JSON, ActivityType, Compiled, InvalidAnswer, Outcome, Step
from lms.foundation.plugins.passages import Passage

ENTERED, SCORED = "entered", "scored"
"""The verbs: the learner made an entry in the log of a run; whoever ran it closed it, with this result."""


class Simulation(ActivityType):
    """Definition: the `case`, its `texts`, an `introduction` and a `wellbeing` line. The form is empty. State: how many
    `entries` the learner made, in which `run`, and the `score` once it is closed.
    """

    slug = "simulation"
    name = gettext_lazy("Simulation")
    template = "simulation/activity.html"
    entered_by_others = True
    learners_facts = frozenset({ENTERED})
    verbs: ClassVar[Mapping[str, Any]] = {
        ENTERED: gettext_lazy("Did something in the case"),
        SCORED: gettext_lazy("The run was closed"),
    }

    def compile(self, page: object, *, language: str, country: str) -> Compiled:
        from .compiler import compile_case

        return compile_case(page, language)

    def passages(self, content: Compiled) -> Sequence[Passage]:
        from .description import passages_of

        return passages_of(content)

    def begin(self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any]) -> tuple[JSON, JSON]:
        return {}, {"entries": 0, "run": "", "score": None}

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        raise InvalidAnswer(_("There is nothing to answer here. Go to your seat in the simulation."))

    def fold(
        self, form: Mapping[str, Any], state: Mapping[str, Any], verb: str, data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        match verb, data:
            case "entered", {"run": str(run), "seq": int()}:
                return Step({**state, "entries": state["entries"] + 1, "run": run})
            case "scored", {"run": str(run), "score": int() | float() as share, "passed": bool(passed)} if (
                0 <= share <= 1
            ):
                outcome = Outcome(completed=True, passed=passed, score=float(share), closed=True)
                return Step({**state, "run": run, "score": float(share)}, outcome)
            case "terminated", _anything:
                return Step(dict(state), Outcome(closed=True))
        raise InvalidAnswer(f"A simulation takes no “{verb}” like this.")

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        texts = definition["texts"]
        return {
            "introduction": definition["introduction"],
            "note": texts["content_note"],
            "wellbeing": definition["wellbeing"],
            "pass_mark": definition["case"]["pass"],
            "seats": [words.get("name", id) for id, words in texts["seats"].items()],
            "seated": state is not None,
        }

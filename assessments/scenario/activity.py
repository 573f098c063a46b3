"""The activity type “scenario”: what a learner decides in one scene leads to the next."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import (
    ALONE,
    OPEN,
    Entry,
    Refused,
    Script,
    State,
    begin_play,
    play,
    read_case,
    read_texts,
    score,
    script,
    settle_without_clock,
)
from lms.foundation.plugins.activity import JSON, ActivityType, Compiled, InvalidAnswer, Outcome, Step
from lms.foundation.plugins.passages import Passage

from .page_context import scene_context
from .scenes import LEARNER


class Scenario(ActivityType):
    """Definition: the `case`, its `texts`, whether `feedback` comes “at once” or “at the end”, an `introduction`, a
    `wellbeing` line, and the `steps` of procedures that scenes cite, by scene. Fields of an answer: the `scene`, and
    the `choice` that was made there.
    """

    slug = "scenario"
    name = gettext_lazy("Scenario")
    template = "scenario/scenario.html"
    review_template = "scenario/review.html"
    fields = ("scene", "choice")

    def compile(self, page: object, *, language: str, country: str) -> Compiled:
        from .compiler import compile_scenario

        return compile_scenario(page, language)

    def passages(self, content: Compiled) -> Sequence[Passage]:
        from .description import passages_of

        return passages_of(content)

    def begin(self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any]) -> tuple[JSON, JSON]:
        played = script(read_case(definition["case"]), seed, ALONE)
        return played.as_json(), settle_without_clock(played, begin_play(played)).as_json()

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        played = Script.read(form)
        scene, choice = _one(data, "scene"), _one(data, "choice")
        if scene and not choice:
            raise InvalidAnswer(_("Choose what you do."), at="choice")
        entry = Entry(LEARNER, "decide", {"decision": scene, "option": choice, "reason": "–"})
        try:
            after = play(played, State.read(state), entry).state
        except Refused as refused:
            raise InvalidAnswer(_said(refused)) from refused
        return Step(after.as_json(), _outcome(played, after))

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        texts = read_texts(definition["texts"])
        told = {
            "introduction": definition["introduction"],
            "note": texts.content_note,
            "wellbeing": definition["wellbeing"],
            "pass_mark": definition["case"]["pass"],
        }
        if form is None or state is None:
            return told
        at_once = definition["feedback"] == "at once"
        steps = definition.get("steps", {})
        return told | scene_context(Script.read(form), State.read(state), texts, steps, at_once=at_once)

    def review(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any],
        state: Mapping[str, Any],
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        """Return each decision with its feedback, and at the end its points and what would have been better."""
        texts, steps = read_texts(definition["texts"]), definition.get("steps", {})
        return scene_context(Script.read(form), State.read(state), texts, steps, at_once=True)


def _outcome(played: Script, state: State) -> Outcome:
    if state.status == OPEN:
        return Outcome()
    result = score(played, state, LEARNER)
    return Outcome(completed=True, passed=result.passed, score=result.share, closed=True)


def _one(data: Mapping[str, object], name: str) -> str:
    """Return a field of a form, or of an answer sent as JSON."""
    found = data.get(name)
    if isinstance(found, list | tuple) and len(found) == 1:
        found = found[0]
    return found if isinstance(found, str) else ""


def _said(refused: Refused) -> str:
    if refused.why == "made":
        return _("You made this decision before, and it cannot be changed. Go on with the scene below.")
    if refused.why == "over":
        return _("The scenario is over.")
    return _("This choice does not belong to the scene in which you are. Go on with the scene below.")

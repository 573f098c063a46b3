"""The activity: a learner logs one practice interview after the other."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.activity import JSON, ActivityType, Compiled, InvalidAnswer, Outcome, Step

LONGEST = 2000
MINUTES = range(1, 241)


class PracticeLog(ActivityType):
    """Fields of an answer: `minutes`, `well` and `better`. The last interview that is wanted ends the attempt."""

    slug = "fieldnotes_log"
    name = gettext_lazy("Practice log")
    template = "fieldnotes/log.html"
    script = "fieldnotes/log.js"
    stylesheet = "fieldnotes/notes.css"
    fields = ("minutes", "well", "better")
    version = 2

    def compile(self, page: Any, *, language: str, country: str) -> Compiled:
        return Compiled(title=page.title, definition={"instruction": page.instruction, "wanted": page.wanted})

    def attempts_allowed(self, definition: Mapping[str, Any], *, terms: Mapping[str, Any]) -> int | None:
        return 1

    def begin(self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any]) -> tuple[JSON, JSON]:
        return {"wanted": definition["wanted"]}, {"notes": []}

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        minutes = _text(data, "minutes")
        if not (minutes.isascii() and minutes.isdecimal() and len(minutes) < 4 and int(minutes) in MINUTES):
            raise InvalidAnswer(_("Say in minutes how long the interview took, from 1 to 240."))
        well, better = _text(data, "well"), _text(data, "better")
        if not (well and better):
            raise InvalidAnswer(_("Write down what went well, and what you will do better next time."))
        notes = [*state["notes"], {"minutes": int(minutes), "well": well, "better": better}]
        done = len(notes) >= form["wanted"]
        return Step({"notes": notes}, Outcome(completed=True, passed=True, closed=True) if done else Outcome())

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        notes = state["notes"] if state else []
        wanted = form["wanted"] if form else definition["wanted"]
        return {
            "instruction": definition["instruction"],
            "notes": notes,
            "wanted": wanted,
            "left": max(wanted - len(notes), 0),
        }

    def for_script(self, context: Mapping[str, Any]) -> JSON:
        return {"left": context["left"]}

    def upgrade(self, what: str, value: Mapping[str, Any], version: int) -> Mapping[str, Any]:
        """Version 1 called how many are wanted `number`, and kept each interview as a list."""
        if what == "state":
            names = ("minutes", "well", "better")
            return {"notes": [dict(zip(names, note, strict=True)) for note in value["notes"]]}
        return {"wanted": value["number"]} | {name: value[name] for name in value if name != "number"}


def _text(data: Mapping[str, Any], name: str) -> str:
    """What a form sent under `name`, which is a list of texts; nothing where something else arrived, or too much."""
    value = data.get(name)
    text = value[0].strip() if isinstance(value, list) and value and isinstance(value[0], str) else ""
    return text if len(text) <= LONGEST else ""

"""The activity type “session”: a requirement of a course that is met by being there. Its facts are what staff noted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.activity import JSON, ActivityType, Compiled, InvalidAnswer, Outcome, Step
from lms.foundation.plugins.passages import Passage

from .choices import Status

if TYPE_CHECKING:
    from wagtail.models import Page

ATTENDED = "attended"
"""The verb of a fact: at `session`, which takes `length` minutes, the learner was noted in `status`, for `minutes`."""


class Attend(ActivityType):
    """Definition: the `minutes` of all sessions together, the `share` of them that is needed (per cent), whether who is
    `excused` counts as there, and a `text`. State: by session what was noted last.
    """

    slug = "session"
    name = gettext_lazy("Attendance")
    template = "meetings/activity.html"
    entered_by_others = True
    in_class = True
    verbs: ClassVar[Mapping[str, Any]] = {ATTENDED: gettext_lazy("Attendance noted")}

    def compile(self, page: "Page", *, language: str, country: str) -> Compiled:
        definition = {
            "minutes": page.minutes,
            "share": page.share,
            "excused": page.excused_counts,
            "text": page.introduction,
        }
        return Compiled(title=page.title, definition=definition)

    def passages(self, content: Compiled) -> Sequence[Passage]:
        said = content.definition
        rule = _("%(share)s %% of %(minutes)s minutes") % {"share": said["share"], "minutes": said["minutes"]}
        return [
            Passage("title", _("Title"), content.title),
            Passage("text", _("Introduction"), said["text"]),
            Passage("rule", _("Required attendance"), rule),
            Passage("excused", _("Excused people count as present"), _("Yes") if said["excused"] else _("No")),
        ]

    def begin(self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any]) -> tuple[JSON, JSON]:
        needed = -(-definition["minutes"] * definition["share"] // 100)
        return {"needed": needed, "excused": definition["excused"]}, {"sessions": {}}

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        raise InvalidAnswer(_("There is nothing to answer here. Your instructors note who came."))

    def fold(
        self, form: Mapping[str, Any], state: Mapping[str, Any], verb: str, data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        if verb != ATTENDED:
            raise InvalidAnswer(f"Attendance takes no “{verb}”.")
        noted = _noted(data)
        before = attended(state, excused=form["excused"]) >= form["needed"]
        after = {**state, "sessions": {**state["sessions"], str(data["session"]): noted}}
        enough = attended(after, excused=form["excused"]) >= form["needed"]
        if enough:
            return Step(after, Outcome(completed=True, passed=True, closed=True))
        return Step(after, Outcome(passed=False, lowers=True) if before else Outcome())

    def class_minutes(self, state: Mapping[str, Any]) -> int:
        return attended(state)

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        form = form or self.begin(definition, seed=0, terms={})[0]
        minutes = attended(state or {"sessions": {}}, excused=form["excused"])
        return {
            "text": definition["text"],
            "minutes": definition["minutes"],
            "needed": form["needed"],
            "attended": minutes,
            "excused": form["excused"],
            "enough": minutes >= form["needed"],
        }


def attended(state: Mapping[str, Any], *, excused: bool = False) -> int:
    """Return the minutes for which a learner was there; if `excused` counts, those of excused sessions too."""
    return sum(
        one["length"] if excused and one["status"] == Status.EXCUSED else one["minutes"]
        for one in state["sessions"].values()
    )


def _noted(data: Mapping[str, object]) -> JSON:
    """Return the state and minutes in a fact. Raises `InvalidAnswer` for data that no session gives."""
    match data:
        case {"session": int(), "status": str(status), "minutes": int(minutes), "length": int(length)} if (
            status in Status.values and 0 <= minutes <= length
        ):
            return {"status": status, "minutes": minutes, "length": length}
    raise InvalidAnswer(_("Choose a state of attendance from the list."))

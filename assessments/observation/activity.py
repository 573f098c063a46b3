"""The activity type “checklist”: a practical task that somebody of the staff observes. Each time is an attempt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.activity import (
    JSON,
    ActivityType,
    Compiled,
    InvalidAnswer,
    NotReady,
    Outcome,
    Result,
    Step,
    best,
)
from lms.foundation.plugins.passages import Passage

from .blocks import criteria_of
from .rules import Criterion, fits, judge_levels, most_of, with_levels, worth_of

if TYPE_CHECKING:
    from wagtail.models import Page

OBSERVED, ACKNOWLEDGED = "observed", "acknowledged"
"""The verbs: staff noted a level for each criterion; the learner has read it."""
BEST, LAST = "best", "last"


class Checklist(ActivityType):
    """Definition: `criteria` with their levels, `enough` (per cent of the points), what `counts` of several, a `text`
    for learners and one for the `observer`, and whether a `photo` may be taken. Form: what the levels are worth, and
    the rule. State: the levels by criterion, the `finding` where the rest stands, and whether it was acknowledged.
    """

    slug = "checklist"
    name = gettext_lazy("Checklist")
    template = "observation/activity.html"
    review_template = "observation/review.html"
    verbs: ClassVar[Mapping[str, Any]] = {
        OBSERVED: gettext_lazy("Observation signed"),
        ACKNOWLEDGED: gettext_lazy("Acknowledged"),
    }
    entered_by_others = True
    learners_facts = frozenset({ACKNOWLEDGED})

    def compile(self, page: "Page", *, language: str, country: str) -> Compiled:
        criteria = criteria_of(page)
        if not criteria:
            raise NotReady(_("Write at least one criterion: a checklist without any observes nothing."))
        if not most_of(worth_of(criteria)) > 0:
            raise NotReady(_("Give points to the levels, or nobody can earn any."))
        definition = {
            "criteria": criteria,
            "enough": page.enough,
            "counts": page.counts,
            "text": page.introduction,
            "observer": page.for_observers,
            "photo": page.photo,
        }
        return Compiled(title=page.title, definition=definition)

    def passages(self, content: Compiled) -> Sequence[Passage]:
        said = content.definition
        rule = _("%(share)s %% of the points") % {"share": said["enough"]}
        return [
            Passage("title", _("Title"), content.title),
            Passage("text", _("For learners"), said["text"]),
            Passage("observer", _("For observers"), said["observer"]),
            Passage("rule", _("Rule for passing"), f"{rule} · {counting(said['counts'])}"),
            Passage("photo", _("A photo may be taken"), _("Yes") if said["photo"] else _("No")),
            *(Passage(f"criterion-{one['id']}", _("Criterion"), _written(one)) for one in said["criteria"]),
        ]

    def begin(self, definition: Mapping[str, Any], *, seed: int, terms: Mapping[str, Any]) -> tuple[JSON, JSON]:
        form = {
            "worth": worth_of(definition["criteria"]),
            "musts": [one["id"] for one in definition["criteria"] if one["must"]],
            "enough": definition["enough"],
            "counts": definition["counts"],
        }
        return form, {"levels": {}, "finding": "", "acknowledged": False}

    def answer(
        self, form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any], *, now: datetime
    ) -> Step:
        raise InvalidAnswer(_("There is nothing to answer here. Your instructors note what they observe."))

    def fold(
        self,
        form: Mapping[str, object],
        state: Mapping[str, object],
        verb: str,
        data: Mapping[str, object],
        *,
        now: datetime,
    ) -> Step:
        if verb == OBSERVED:
            return _observed(form, state, data)
        if verb == ACKNOWLEDGED and state["levels"]:
            return Step({**state, "acknowledged": True})
        raise InvalidAnswer(f"A checklist takes no “{verb}” now.")

    def combine(self, form: Mapping[str, object], results: Sequence[Result]) -> Result:
        return results[-1] if form["counts"] == LAST else best(results)

    def what_counts(self, definition: Mapping[str, object]) -> object:
        return counting(LAST) if definition["counts"] == LAST else ""

    def context(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any] | None,
        state: Mapping[str, Any] | None,
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        return {
            "text": definition["text"],
            "criteria": definition["criteria"],
            "enough": definition["enough"],
            "counts": counting(definition["counts"]),
            "observed": bool(state and state["levels"]),
        }

    def review(
        self,
        definition: Mapping[str, Any],
        form: Mapping[str, Any],
        state: Mapping[str, Any],
        *,
        closed: bool,
        now: datetime,
    ) -> JSON:
        """Return the levels that were reached. Notes, remark and photo stand with the `finding`, for whoever may read
        it.
        """
        return {"criteria": with_levels(definition["criteria"], state["levels"], {}), "finding": state["finding"]}


def counting(counts: str) -> str:
    """Return a sentence on which of several observations counts."""
    return _("The last observation counts.") if counts == LAST else _("The best observation counts.")


def _observed(form: Mapping[str, Any], state: Mapping[str, Any], data: Mapping[str, Any]) -> Step:
    match data:
        case {"levels": dict(levels), "finding": str(finding)} if fits(form["worth"], levels) and not state["levels"]:
            verdict = judge_levels(form["worth"], form["musts"], form["enough"], levels)
            outcome = Outcome(
                completed=True,
                passed=verdict.passed,
                score=verdict.score,
                closed=True,
                lowers=form["counts"] == LAST,
            )
            return Step({**state, "levels": levels, "finding": finding}, outcome)
    raise InvalidAnswer(_("These levels are not those of this checklist any more. Open it again."))


def _written(criterion: Criterion) -> str:
    must = [_("Must be reached")] if criterion["must"] else []
    levels = [f"{level['text']} ({level['points']:g})" for level in criterion["levels"]]
    return " · ".join([criterion["text"], *filter(None, [criterion["help"]]), *must, *levels])

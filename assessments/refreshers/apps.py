"""Refreshers: what the plugin is, and what it plugs in where."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest, PersonalData, Retention
from lms.foundation.plugins.plugin import Plugin

KEPT_DAYS = 730


def _shown(row: Any) -> Mapping[str, Any]:
    """Return a refresher as its learner gets it: without the keys of its questions."""
    names = ("course_id", "days", "opens_at", "begun_at", "done_at", "skipped_at", "language")
    return {name: getattr(row, name) for name in names} | {"answers": (row.state or {}).get("responses", {})}


class RefreshersPlugin(Plugin):
    name = "assessments.refreshers"
    label = "refreshers"
    verbose_name = _("Refreshers")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("After a course a few of its questions come back, voluntarily, and counted apart."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        requires=("questions", "quiz"),
        urls="assessments.refreshers.urls",
        personal_data=(
            PersonalData(
                "refreshers.Refresher",
                person="learner",
                what=_("Which questions of a course came back to somebody, and what they answered."),
                shown=_shown,
                merged="moved",
                retention=Retention(KEPT_DAYS, "opens_at"),
            ),
            PersonalData(
                "refreshers.Refresher",
                person="enrolment__learner",
                what=_("Which questions of a course came back to somebody, and what they answered."),
                fields=("days", "opens_at"),
            ),
            PersonalData(
                "refreshers.Answer",
                person="refresher__learner",
                what=_("Mark of each answer in a refresher."),
                fields=("refresher", "question", "mark", "at"),
            ),
            PersonalData(
                "refreshers.OptOut", person="learner", what=_("That somebody wants no refreshers."), merged="moved"
            ),
            PersonalData(
                "refreshers.Schedule",
                person="by",
                what=_("Person who set when a course comes back."),
                erased="kept without the person",
            ),
        ),
    )

    def plug(self) -> None:
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import agenda, slots
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.tabs import tabs

        from .agenda import refreshers_due
        from .jobs import PlanRefreshers
        from .links import to_refreshers
        from .notices import RefresherDue
        from .tab import RefreshersOfCohort

        jobs.register(PlanRefreshers)
        kinds.register(RefresherDue)
        tabs.register(RefreshersOfCohort)
        slots.provide(slots.LEARNER, to_refreshers)
        agenda.provide(refreshers_due)
        register(Destination("learner", _("Refreshers"), "refreshers:mine", "learning", 45))

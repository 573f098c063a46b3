"""Sessions and attendance: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.plugins.manifest import API, Manifest, PersonalData
from lms.plugins.plugin import Plugin


class SessionsPlugin(Plugin):
    name = "lms.sessions"
    label = "sessions"
    verbose_name = pgettext_lazy("meeting", "Sessions")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=1.0,<2",
        summary=_("Classes, drills and simulation days of a cohort, and who came."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="lms.sessions.urls",
        personal_data=(
            PersonalData(
                "sessions.Leader",
                person="person",
                what=_("Which sessions somebody leads or led."),
                merged="moved",
            ),
        ),
    )

    def plug(self) -> None:
        from lms.plugins.destinations import Destination, register
        from lms.plugins.meetings import meeting_kinds
        from lms.plugins.tabs import tabs

        from .calendar import Sessions
        from .tab import SessionsOfCohort

        meeting_kinds.register(Sessions)
        tabs.register(SessionsOfCohort)
        register(Destination("learner", _("My sessions"), "sessions:mine", "cohorts", 40))
        for duty, first in (("instructor", 40), ("administrator", 70)):
            register(Destination(duty, pgettext_lazy("meeting", "Sessions"), "sessions:index", "cohorts", first))

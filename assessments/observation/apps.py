"""Observation checklists: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest
from lms.foundation.plugins.plugin import Plugin

from .personal_data import PERSONAL_DATA


class ObservationPlugin(Plugin):
    name = "assessments.observation"
    label = "observation"
    verbose_name = _("Checklists")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Practical tasks that instructors observe and learners acknowledge."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="assessments.observation.urls",
        personal_data=PERSONAL_DATA,
    )

    def plug(self) -> None:
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import today
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.people.audit.actions import CHANGED, SAW, Action, actions

        from .activity import Checklist
        from .learner_views import SEEN
        from .notices import ObservationSigned
        from .services import SIGNED
        from .tab import ChecklistsOfCohort, ChecklistsOfPerson
        from .today import observing_today

        activities.register(Checklist)
        kinds.register(ObservationSigned)
        today.provide(observing_today)
        actions.register(
            Action(SIGNED, _("Observation signed"), CHANGED), Action(SEEN, _("Looked at an observation"), SAW)
        )
        for tab in (ChecklistsOfCohort, ChecklistsOfPerson):
            tabs.register(tab)
        register(Destination("learner", _("My checklists"), "observation:mine", "marking", 45))
        for duty, first in (("instructor", 45), ("administrator", 75)):
            register(Destination(duty, _("Checklists"), "observation:index", "marking", first))

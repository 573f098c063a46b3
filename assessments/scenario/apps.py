"""Branching scenarios: what the plugin is, and what it plugs in where."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest
from lms.foundation.plugins.plugin import Plugin


class ScenarioPlugin(Plugin):
    name = "assessments.scenario"
    label = "scenario"
    verbose_name = _("Scenarios")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Cases in which one learner decides, scene by scene, and sees what follows."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="assessments.scenario.urls",
    )

    def plug(self) -> None:
        from courses.procedures.citations import citing_pages, finders
        from lms.foundation.plugins.activity import activities

        from .activity import Scenario
        from .models import ScenarioPage

        activities.register(Scenario)
        finders.register(_("Scenario"), partial(citing_pages, ScenarioPage, "scenes"))

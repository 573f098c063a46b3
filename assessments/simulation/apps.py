"""Simulations: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.plugins.manifest import API, Manifest
from lms.plugins.plugin import Plugin

from .personal import PERSONAL_DATA


class SimulationPlugin(Plugin):
    name = "assessments.simulation"
    label = "simulation"
    verbose_name = _("Simulations")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=1.2,<2",
        summary=_("Cases that several people play together, each in a role of their own."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        personal_data=PERSONAL_DATA,
    )

    def plug(self) -> None:
        from lms.plugins.activity import activities

        from .activity import Simulation
        from .triggers import ENTRIES

        activities.register(Simulation)
        ENTRIES.protect(self)

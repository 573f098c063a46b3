"""Simulations: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest
from lms.foundation.plugins.plugin import Plugin

from .runs.personal_data import PERSONAL_DATA


class SimulationPlugin(Plugin):
    name = "assessments.simulation"
    label = "simulation"
    verbose_name = _("Simulations")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Cases that several people play together, each in a role of their own."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="assessments.simulation.urls",
        personal_data=PERSONAL_DATA,
    )

    def plug(self) -> None:
        from courses.procedures.citations import finders
        from lms.files.kinds import file_kinds
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import agenda, today
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.foundation.plugins.report import reports
        from lms.people.audit.actions import CHANGED, SAW, Action, actions

        from .authoring.step_citations import citations
        from .debrief.paper import DebriefPaper
        from .debrief.views import SEEN
        from .jobs import DeleteUnusedPictures, Sweep
        from .page.activity import Simulation
        from .planning.seat_offers import SEATED
        from .planning.tab import SimulationsOfCohort
        from .reports.choices import WhatWasDecided
        from .reports.measures import MeasuresOfRuns
        from .reports.steps import MarksByStep
        from .runs.agenda import open_turns
        from .runs.notices import FormWaits, News, ResultReady, TurnOpen
        from .runs.today import runs_today
        from .runs.triggers import ENTRIES

        activities.register(Simulation)
        file_kinds.register(DebriefPaper)
        finders.register(_("Case"), citations)
        jobs.register(Sweep)
        jobs.register(DeleteUnusedPictures)
        for kind in (TurnOpen, FormWaits, News, ResultReady):
            kinds.register(kind)
        register(Destination("learner", _("My simulations"), "simulation:mine", "learning", 47))
        agenda.provide(open_turns)
        today.provide(runs_today)
        ENTRIES.protect(self)
        actions.register(
            Action(SEATED, _("Guest seated in a simulation"), CHANGED),
            Action(SEEN, _("Looked at who played what in a simulation"), SAW),
        )
        tabs.register(SimulationsOfCohort)
        for report in (MarksByStep, WhatWasDecided, MeasuresOfRuns):
            reports.register(report)
        for duty, order in (("instructor", 46), ("administrator", 76)):
            register(Destination(duty, _("Simulations"), "simulation:runs", "cohorts", order))

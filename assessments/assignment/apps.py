"""Hand-ins: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest, Setting
from lms.foundation.plugins.plugin import Plugin

from .personal_data import PERSONAL_DATA


class AssignmentPlugin(Plugin):
    name = "assessments.assignment"
    label = "assignment"
    verbose_name = _("Hand-ins")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Work that learners hand in, as text and files, and that people mark."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        requires=("questions", "quiz"),
        urls="assessments.assignment.urls",
        personal_data=PERSONAL_DATA,
        settings=(
            Setting(
                "SCANNER",
                "",
                _("Scanner for viruses: the path of a socket of clamd, or a command that gets the path of a file."),
            ),
        ),
    )

    def plug(self) -> None:
        from assessments.quiz.desk.services import COMPANIONS
        from assessments.quiz.sitting.rules import MARKED_KINDS
        from lms.foundation.plugins import health
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import agenda
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.foundation.plugins.question import questions
        from lms.people.audit.actions import CHANGED, EXPORTED, Action, actions

        from . import groups, scans
        from .activity import HandIn
        from .agenda import hand_ins_due
        from .jobs import DropOld, ResumeBundles, ScanFiles
        from .notices import BundleFinished, FileRemoved, WorkReturned
        from .question import Work
        from .tab import HandInsOfCohort

        questions.register(Work)
        activities.register(HandIn)
        MARKED_KINDS.add(HandIn.slug)
        COMPANIONS[HandIn.slug] = groups.waiting_beside
        for kind in (WorkReturned, FileRemoved, BundleFinished):
            kinds.register(kind)
        tabs.register(HandInsOfCohort)
        agenda.provide(hand_ins_due)
        health.register("hand_in_scans", scans.backlog)
        for job in (ResumeBundles, ScanFiles, DropOld):
            jobs.register(job)
        actions.register(
            Action("hand_in_returned", _("Returned work to be revised"), CHANGED),
            Action("hand_ins_bundled", _("Had the work of a cohort packed"), EXPORTED),
            Action("hand_ins_given_back", _("Gave marked files back"), CHANGED),
        )

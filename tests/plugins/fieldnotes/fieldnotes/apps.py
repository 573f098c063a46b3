"""What the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import InstitutionSetting, Manifest, PersonalData, Setting
from lms.foundation.plugins.plugin import Plugin


class FieldNotes(Plugin):
    name = "fieldnotes"
    label = "fieldnotes"
    verbose_name = _("Field notes")
    manifest = Manifest(
        name=verbose_name,
        version="1.2.0",
        api=">=2.0,<3",
        summary=_("Cadets log the interviews that they practise, and instructors countersign."),
        languages=("en", "fr"),
        personal_data=(
            PersonalData(
                "fieldnotes.Log",
                person="attempt__enrolment__learner",
                what=_("How many interviews a cadet practised, and how long."),
            ),
            PersonalData(
                "fieldnotes.Log",
                person="countersigned_by",
                what=_("Who countersigned a practice log."),
                erased="kept without the person",
            ),
        ),
        settings=(
            Setting("DAYS", "14", _("Days that a log may wait to be countersigned before it is marked as late.")),
        ),
        institution_settings=(
            InstitutionSetting(
                "days",
                _("Days until a log is late"),
                _("So long a log may wait to be countersigned. Empty as the installation has it."),
                kind="number",
            ),
            InstitutionSetting(
                "board_token",
                _("Token of the board"),
                _("The board at the gate shows it to be told how many interviews were practised."),
                secret=True,
            ),
        ),
        urls="fieldnotes.urls",
        public_urls="fieldnotes.public_urls",
    )

    def plug(self) -> None:
        from lms.foundation.plugins import filters
        from lms.foundation.plugins.access import access_conditions
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.block import lesson_blocks
        from lms.foundation.plugins.certificate import certificate_elements
        from lms.foundation.plugins.channel import channels
        from lms.foundation.plugins.events import AttemptClosed, subscribe
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import slots
        from lms.foundation.plugins.pages.home import home_blocks
        from lms.foundation.plugins.pages.list_columns import list_columns
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.foundation.plugins.question import questions
        from lms.foundation.plugins.report import figures, reports

        from . import access
        from .activity import PracticeLog
        from .award import Practised
        from .column import InterviewsColumn
        from .figures import LOGS
        from .gate import countersigned_first
        from .home import LogsToSign
        from .job import MarkLate
        from .keypoints import KeyPoints
        from .notices import Countersigned
        from .panel import practice
        from .prompt import Prompt
        from .radio import RadioRoom
        from .receivers import on_attempt_closed
        from .report import Interviews
        from .tab import CohortLogs

        activities.register(PracticeLog)
        access_conditions.register(access.Practised)
        questions.register(KeyPoints)
        reports.register(Interviews)
        figures.register(LOGS)
        lesson_blocks.register(Prompt)
        certificate_elements.register(Practised)
        jobs.register(MarkLate)
        slots.provide(slots.PERSON, practice)
        tabs.register(CohortLogs)
        home_blocks.register(LogsToSign)
        list_columns.register(InterviewsColumn)
        channels.register(RadioRoom)
        kinds.register(Countersigned)
        filters.issue.register(countersigned_first)
        subscribe(AttemptClosed, on_attempt_closed)

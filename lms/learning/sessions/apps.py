"""Sessions and attendance: what the plugin is, and what it plugs in where."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.foundation.plugins.manifest import API, Manifest, PersonalData
from lms.foundation.plugins.plugin import Plugin


class SessionsPlugin(Plugin):
    name = "lms.learning.sessions"
    label = "meetings"
    address = "sessions"
    verbose_name = pgettext_lazy("meeting", "Sessions")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Classes, drills and simulation days of a cohort, and who came."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        urls="lms.learning.sessions.urls",
        personal_data=(
            PersonalData(
                "meetings.Leader",
                person="person",
                what=_("Which sessions somebody leads or led."),
                merged="moved",
                staff=("session",),
            ),
            PersonalData(
                "meetings.Attendance",
                person="learner",
                what=_("To which sessions somebody came, how long they were there, and what they contest."),
                fields=(
                    "session",
                    "status",
                    "minutes",
                    "reason",
                    "way",
                    "at",
                    "contested_at",
                    "contest",
                    "answered_at",
                    "answer",
                ),
                corrected=_("Contest it on the page “My sessions”."),
                merged="moved",
                staff=("session", "status", "minutes", "way", "at", "contested_at", "answered_at"),
            ),
            PersonalData(
                "meetings.Attendance",
                person="by",
                what=_("Person who noted the attendance."),
                erased="kept without the person",
            ),
            PersonalData(
                "meetings.Attendance",
                person="answered_by",
                what=_("Person who answered a contested record."),
                erased="kept without the person",
            ),
        ),
    )

    def plug(self) -> None:
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.meetings import meeting_kinds
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import slots, today
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.foundation.plugins.report import figures
        from lms.people.audit.actions import CHANGED, EXPORTED, Action, actions

        from .activity import Attend
        from .attendance_services import ANSWERED, TAKEN
        from .attendance_views import PRINTED
        from .jobs import TakeUpAttendance
        from .notices import KINDS
        from .sockets.calendar import Sessions
        from .sockets.figures import FIGURES
        from .sockets.results import attended_panels
        from .sockets.tabs import AttendanceOfPerson, SessionsOfCohort
        from .sockets.today import sessions_today

        activities.register(Attend)
        jobs.register(TakeUpAttendance)
        meeting_kinds.register(Sessions)
        for kind in KINDS:
            kinds.register(kind)
        actions.register(
            Action(TAKEN, _("Attendance noted"), CHANGED),
            Action(ANSWERED, _("Answered contested attendance"), CHANGED),
            Action(PRINTED, _("Opened the attendance sheet to print"), EXPORTED, delicate=False),
        )
        for figure in FIGURES:
            figures.register(figure)
        slots.provide(slots.RESULTS, attended_panels)
        today.provide(sessions_today)
        for tab in (SessionsOfCohort, AttendanceOfPerson):
            tabs.register(tab)
        register(Destination("learner", _("My sessions"), "meetings:mine", "cohorts", 40))
        for duty, first in (("instructor", 15), ("administrator", 70)):
            register(Destination(duty, pgettext_lazy("meeting", "Sessions"), "meetings:index", "learning", first))

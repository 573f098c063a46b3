"""App of learners' work: enrolments, attempts, the journal, the player."""

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class ProgressConfig(AppConfig):
    name = "lms.learning.progress"
    verbose_name = _("Progress")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins import health
        from lms.foundation.plugins.impact import impacts
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.slots import COMPLETED, PERSON, provide
        from lms.foundation.plugins.report import Figure, Source, figures
        from lms.people.audit.actions import CHANGED, Action, actions

        from .access.missing_activities import count_unable_in, learners_who_need
        from .enrolments import (
            date_changes,
            extension_services,
            personal_assignments,
            receivers,  # noqa: F401  connects the receivers
            withdrawal_services,
        )
        from .enrolments.assignment_services import backlog
        from .enrolments.impact import count_people, own_enrolments, people_with_records
        from .enrolments.programme_additions import count_newcomers
        from .journal import deadlines
        from .journal.triggers import JOURNAL, WAIVERS
        from .models import Attempt, ProgrammeCompletion
        from .notices import assignments as assignment_notices
        from .notices import courses as course_notices
        from .notices import date_changes as date_notices
        from .notices import editions
        from .player import completion_tracker  # noqa: F401  connects its receivers
        from .player.programme_page import completed_panels

        impacts.register(count_people)
        impacts.register_records(people_with_records)
        impacts.register_own_enrolments(own_enrolments)
        impacts.register_newcomers(count_newcomers)
        impacts.register_barriers(count_unable_in)
        impacts.register_needs(learners_who_need)

        for place in (PERSON, COMPLETED):
            provide(place, completed_panels)
        figures.register(
            Figure(
                "programmes",
                _("Completed a programme"),
                Q(),
                dated="completed_at",
                source=Source(ProgrammeCompletion.objects.all, enrolment="enrolment"),
            )
        )
        figures.register(
            Figure(
                "attempt_scores",
                _("Mean score of attempts"),
                Q(score__isnull=False),
                dated="closed_at",
                source=Source(Attempt.objects.all, enrolment="enrolment"),
                value="score",
                mean=True,
                kind="percent",
            )
        )
        health.register("assignments", backlog)
        health.register("deadlines", deadlines.backlog)
        register(Destination("learner", _("My learning"), "learn:mine", "learning", 10))
        register(Destination("learner", _("My results"), "learn:results", "marking", 25))
        JOURNAL.protect(self)
        WAIVERS.protect(self)
        course_notices.register()
        date_notices.register()
        editions.register()
        assignment_notices.register()
        actions.register(
            Action("late_decided", _("Decided on a late answer"), CHANGED),
            Action("condition_waived", _("Opened what was locked for a learner"), CHANGED),
            Action(date_changes.DATES_CHANGED, _("Changed the dates of an assignment"), CHANGED),
            Action(personal_assignments.GIVEN, _("Assigned courses to a person"), CHANGED),
            Action(withdrawal_services.TAKEN_BACK, _("Withdrew an assignment"), CHANGED),
            Action("result_set", _("Set what an activity counts for"), CHANGED),
            Action(extension_services.EXTENDED, _("Gave more time"), CHANGED),
        )

"""The quiz: questions drawn from the bank, answered one by one, marked at the end."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest, PersonalData
from lms.foundation.plugins.plugin import Plugin

if TYPE_CHECKING:
    from lms.people.directory.models import User


def _unused_tickets(rows: Any, person: Any) -> Iterator[object]:
    """Yield tickets that began nothing, one for each sitting in which both accounts of a person have a ticket."""
    own = {ticket.sitting_id: ticket for ticket in person.quiz_tickets.filter(replaced_at=None)}
    for ticket in rows.filter(replaced_at=None):
        twin = own.get(ticket.sitting_id)
        if twin is not None and (ticket.attempt_id is None or twin.attempt_id is None):
            yield ticket if ticket.attempt_id is None else twin


def _words_go(rows: Any, person: "User") -> None:
    from .exams.minutes.services import erase_words

    erase_words(rows, person)


class QuizPlugin(Plugin):
    name = "assessments.quiz"
    label = "quiz"
    verbose_name = _("Quiz")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Questions drawn from the bank, answered one by one, marked at the end."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        requires=("questions",),
        urls="assessments.quiz.urls",
        personal_data=(
            PersonalData(
                "quiz.Contest",
                person="attempt__enrolment__learner",
                what=_("Which answers a learner contested, and when."),
                staff=("attempt", "question", "contested_at", "answered_at"),
            ),
            PersonalData(
                "quiz.Regrade",
                person="by",
                what=_("Person who corrected the key of a question, and why."),
                erased="kept without the person",
            ),
            PersonalData(
                "quiz.StatisticsRun",
                person="asked_by",
                what=_("Person who asked for the statistics of a quiz."),
                erased="kept without the person",
                fields=("activity", "which", "asked_at"),
            ),
            PersonalData(
                "quiz.Override",
                person="learner",
                what=_("Settings for one person that replace those of a quiz, and why."),
                merged="moved",
                staff=(
                    "activity",
                    "opens_at",
                    "closes_at",
                    "minutes",
                    "extra_minutes",
                    "extra_percent",
                    "attempts",
                    "delay_minutes",
                    "at",
                    "replaced_at",
                ),
            ),
            PersonalData(
                "quiz.Override", person="by", what=_("Person who made an exception."), erased="kept without the person"
            ),
            PersonalData(
                "quiz.Sitting",
                person="invigilator",
                what=_("Person who invigilates an exam."),
                erased="kept without the person",
            ),
            PersonalData(
                "quiz.Ticket",
                person="learner",
                what=_("A person’s place in an exam, and when they came."),
                merged="moved",
                spare=_unused_tickets,
                staff=("sitting", "seat", "issued_at", "used_at", "attempt", "replaced_at"),
            ),
            PersonalData(
                "quiz.Ticket", person="attempt__enrolment__learner", what=_("The attempt that an exam ticket began.")
            ),
            PersonalData(
                "quiz.Ticket",
                person="sitting__invigilator",
                what=_("Person who invigilates the exam of a ticket."),
                erased="kept without the person",
            ),
            PersonalData(
                "quiz.Minute",
                person="learner",
                what=_("Entries about somebody in the minutes of an exam."),
                erased="kept without the person",
                fields=("sitting", "what", "at", "words", "corrects"),
                corrected=_("Ask the invigilator: a correction is written beside the entry."),
                erase=_words_go,
                staff=("sitting", "what", "at"),
            ),
            PersonalData(
                "quiz.Minute",
                person="by",
                what=_("Person who wrote the minutes of an exam."),
                erased="kept without the person",
                fields=("sitting", "what", "at", "words"),
            ),
            PersonalData(
                "quiz.Minute",
                person="sitting__invigilator",
                what=_("Person who invigilates an exam."),
                erased="kept without the person",
                fields=("sitting",),
            ),
            PersonalData(
                "quiz.Minute",
                person="corrects__learner",
                what=_("Entries about somebody in the minutes of an exam."),
                erased="kept without the person",
                fields=("what", "at"),
            ),
            PersonalData(
                "quiz.Ticket",
                person="by",
                what=_("Person who let somebody into an exam again."),
                erased="kept without the person",
            ),
        ),
    )

    def plug(self) -> None:
        from assessments.questions.bank.usage import uses
        from lms.files.kinds import file_kinds
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.meetings import meeting_kinds
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.pages import linked_pages, slots, today
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.foundation.plugins.report import paired_tests, reports
        from lms.people.audit.actions import CHANGED, EXPORTED, Action, actions

        from .activity import Quiz
        from .desk import notices
        from .desk.panel import written_answers
        from .desk.today import marking_today
        from .exams import views as exams
        from .exams.calendar import Exams, exams_today
        from .exams.jobs import TakeUpSittings
        from .exams.minutes import services
        from .exams.minutes.panel import minutes_of_people
        from .exams.minutes.paper import MinutesPaper
        from .exams.minutes.triggers import MINUTES
        from .exams.notices import ExamPlanned
        from .exams.room.paper import RoomPaper
        from .exams.slots import exams_of_cohorts, exceptions_of_people
        from .jobs import RecomputeStatistics
        from .page import receivers, usage  # noqa: F401  connects the receivers
        from .regrading.job import ResumeRegrades
        from .regrading.notices import KeyCorrected
        from .statistics.cohort_questions import QuestionsOfCohort
        from .statistics.gain_report import PairedGain
        from .statistics.gains import QUIZZES
        from .statistics.notices import StatisticsReady

        activities.register(Quiz)
        actions.register(
            Action("quiz_marked", _("Marked by hand"), CHANGED),
            Action("quiz_contest_answered", _("Answered a contested answer"), CHANGED),
            Action("quiz_key_corrected", _("Key corrected"), CHANGED, delicate=True),
            Action(services.NOTED, _("Written into the minutes of an exam"), CHANGED),
            Action(services.SIGNED, _("Minutes of an exam signed"), CHANGED),
            Action(MinutesPaper.action, _("Fetched the minutes of an exam"), EXPORTED),
            Action(exams.PRINTED, _("Opened the cards of an exam with their codes"), EXPORTED),
            Action(RoomPaper.action, _("Fetched the list and the seats of an exam"), EXPORTED),
        )
        MINUTES.protect(self)
        for paper in (RoomPaper, MinutesPaper):
            file_kinds.register(paper)
        uses.register(usage.uses_of, usage.questions_drawn, usage.reaching)
        reports.register(PairedGain)
        paired_tests.put("quiz", QUIZZES)
        tabs.register(QuestionsOfCohort)
        meeting_kinds.register(Exams)
        for kind in (*notices.KINDS, ExamPlanned, KeyCorrected, StatisticsReady):
            kinds.register(kind)
        for job in (RecomputeStatistics, ResumeRegrades, TakeUpSittings):
            jobs.register(job)
        linked_pages.provide(linked_pages.TO_MARK, "quiz:to-mark")
        linked_pages.provide(linked_pages.MARK, "quiz:mark")
        slots.provide(slots.COHORT, exams_of_cohorts)
        today.provide(exams_today)
        today.provide(marking_today)
        for panel in (written_answers, exceptions_of_people, minutes_of_people):
            slots.provide(slots.PERSON, panel)
        for duty, first, pinned in (("instructor", 20, True), ("administrator", 50, False)):
            register(Destination(duty, _("To mark"), "quiz:to-mark", "marking", first, pinned))
            register(Destination(duty, _("Exams"), "quiz:sittings", "certificates", first + 30))

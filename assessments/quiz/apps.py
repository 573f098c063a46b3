"""The quiz: questions drawn from the bank, answered one by one, marked at the end."""

from django.utils.translation import gettext_lazy as _

from lms.plugins.manifest import API, Manifest, PersonalData
from lms.plugins.plugin import Plugin


class QuizPlugin(Plugin):
    name = "assessments.quiz"
    label = "quiz"
    verbose_name = _("Quiz")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=1.0,<2",
        summary=_("Questions drawn from the bank, answered one by one, marked at the end."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        requires=("questions",),
        urls="assessments.quiz.urls",
        personal_data=(
            PersonalData("quiz.Contest", person="attempt__enrolment__learner", what=_("Which answers a learner contested, and when.")),
            PersonalData(
                "quiz.Regrade", person="by", what=_("Who corrected the key of a question, and why."), erased="kept without the person"
            ),
        ),
    )

    def plug(self) -> None:
        from assessments.questions.usage import uses
        from lms.plugins import slots
        from lms.plugins.activity import activities
        from lms.plugins.destinations import Destination, register
        from lms.plugins.job import jobs

        from . import receivers, usage  # noqa: F401  connects the receivers
        from .activity import Quiz
        from .jobs import StatisticsAgain
        from .desk.panel import written_answers
        from .regrading.job import ResumeRegrades

        activities.register(Quiz)
        jobs.register(ResumeRegrades)
        slots.provide(slots.PERSON, written_answers)
        for duty in ("instructor", "administrator"):
            register(Destination(duty, _("To mark"), "quiz:to-mark", "marking", 20))
        uses.register(usage.found, usage.drawn)
        jobs.register(StatisticsAgain)

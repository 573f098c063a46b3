"""The quiz: questions drawn from the bank, answered one by one, marked at the end."""

from django.utils.translation import gettext_lazy as _

from lms.plugins.manifest import API, Manifest
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
    )

    def plug(self) -> None:
        from assessments.questions.usage import uses
        from lms.plugins.activity import activities
        from lms.plugins.job import jobs
        from lms.plugins.report import reports

        from . import receivers, usage  # noqa: F401  connects the receivers
        from .activity import Quiz
        from .gain_report import PairedGain
        from .jobs import StatisticsAgain

        activities.register(Quiz)
        uses.register(usage.found, usage.drawn)
        jobs.register(StatisticsAgain)
        reports.register(PairedGain)

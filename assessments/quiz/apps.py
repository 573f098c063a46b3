"""The quiz: questions drawn from the bank, answered one by one, marked at the end."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizConfig(AppConfig):
    name = "assessments.quiz"
    label = "quiz"
    verbose_name = _("Quiz")

    def ready(self) -> None:
        from lms.plugins.activity import activities

        from . import receivers  # noqa: F401  connects the receivers
        from .activity import Quiz

        activities.register(Quiz)

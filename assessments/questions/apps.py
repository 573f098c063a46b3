"""The question bank that the assessments share."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "assessments.questions"
    label = "questions"
    verbose_name = _("Question bank")

    def ready(self) -> None:
        from lms.plugins.question import questions

        from .choice import MultipleChoice, SingleChoice, TrueFalse

        for kind in (SingleChoice, MultipleChoice, TrueFalse):
            questions.register(kind)

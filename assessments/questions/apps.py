"""The question bank that the assessments share."""

from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "assessments.questions"
    label = "questions"
    verbose_name = _("Question bank")

    def ready(self) -> None:
        from courses.permissions import grant
        from lms.plugins.question import questions

        from .choice import MultipleChoice, SingleChoice, TrueFalse

        for kind in (SingleChoice, MultipleChoice, TrueFalse):
            questions.register(kind)
        grant_editors = partial(grant, models=["Question", "Category"])
        post_migrate.connect(grant_editors, sender=self, weak=False, dispatch_uid="questions.grant")

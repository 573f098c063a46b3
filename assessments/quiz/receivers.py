"""A question that changed makes the courses stale whose quizzes draw from its category."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from assessments.questions.models import Question
from courses.signals import note_stale

from .models import QuizPage


@receiver([post_save, post_delete], sender=Question)
def _on_question_changed(sender: type, instance: Question, **_kwargs: Any) -> None:
    for page in QuizPage.objects.live().filter(draws__category=instance.category_id, alias_of=None).distinct():
        note_stale(page.get_parent().translation_key)

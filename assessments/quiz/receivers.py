"""A question that changed makes the courses stale whose quizzes draw from its category, or from one above it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from assessments.questions.models import Category, Question
from assessments.questions.signals import bank_changed
from courses.signals import note_stale

from .models import QuizPage


@receiver([post_save, post_delete], sender=Question)
def _on_question_changed(sender: type, instance: Question, **_kwargs: Any) -> None:
    _note(Category.objects.filter(pk=instance.category_id).values_list("path", flat=True))


@receiver(bank_changed)
def _on_bank_changed(sender: Any, paths: Collection[str], **_kwargs: Any) -> None:
    _note(paths)


def _note(paths: Collection[str]) -> None:
    """Each quiz whose draws reach one of these categories or ask for no category, and each that is like it."""
    above = {path[:end] for path in paths for end, mark in enumerate(path, start=1) if mark == "/"}
    reaching = QuizPage.objects.filter(Q(draws__category__path__in=above) | Q(draws__isnull=False, draws__category=None))
    for page in QuizPage.objects.live().filter(Q(pk__in=reaching) | Q(like__in=reaching), alias_of=None):
        note_stale(page.get_parent().translation_key)

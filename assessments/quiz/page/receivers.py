"""Receivers that note changes of the bank in the courses whose quizzes ask the question: what changed, and who changed
it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex
from wagtail.signals import unpublished

from assessments.questions.bank.signals import bank_changed
from assessments.questions.models import Category, Question
from courses.pages.drafts import acting, changes_what_is_live
from courses.publishing.references import file_changed
from courses.publishing.signals import note_stale

from .models import QuizPage


@receiver(pre_save, sender=Question)
def _before_question_saved(
    sender: type, instance: Question, update_fields: Collection[str] | None = None, **_kwargs: object
) -> None:
    """Note the quizzes that drew the question from its place until now: they have one question less."""
    instance.left = _paths(instance) if instance.pk and changes_what_is_live(instance, update_fields) else set()


@receiver(post_save, sender=Question)
def _on_question_saved(
    sender: type, instance: Question, update_fields: Collection[str] | None = None, **_kwargs: object
) -> None:
    if changes_what_is_live(instance, update_fields):
        why = _("Question changed: %(question)s") % {"question": instance}
        _note(
            {*_paths(instance), *getattr(instance, "left", ())},
            key=instance.translation_key,
            why=why,
            by=acting(instance),
        )


@receiver(unpublished, sender=Question)
def _on_question_unpublished(sender: type, instance: Question, **_kwargs: object) -> None:
    _note_gone(instance)


@receiver(pre_delete, sender=Question)
def _before_question_deleted(sender: type, instance: Question, **_kwargs: object) -> None:
    """Refuse or clean up first: a draft that goes was asked by no quiz."""
    if instance.live:
        _note_gone(instance)


@receiver(bank_changed)
def _on_bank_changed(sender: object, paths: Collection[str], why: str, by: object = None, **_kwargs: object) -> None:
    _note(paths, why=why, by=by)


@receiver(file_changed)
def _on_file_changed(sender: type, instance: object, why: str, by: object = None, **_kwargs: object) -> None:
    """Note a waiting change in the quizzes whose questions show this image or recording."""
    references = ReferenceIndex.get_references_to(instance).filter(
        base_content_type=ContentType.objects.get_for_model(Question)
    )
    ids = {int(pk) for pk in references.values_list("object_id", flat=True)}
    for question in Question.objects.usable().filter(pk__in=ids):
        _note(_paths(question), key=question.translation_key, why=why, by=by)


def _note_gone(question: Question) -> None:
    why = _("Question taken away: %(question)s") % {"question": question}
    _note(_paths(question), key=question.translation_key, why=why, by=acting(question))


def _paths(question: Question) -> set[str]:
    return set(Category.objects.filter(questions=question.pk).values_list("path", flat=True))


def _note(paths: Collection[str], *, key: UUID | None = None, why: str, by: object) -> None:
    """Note a change: `key` is the translation key of the question that `why` tells of, which not everybody may read."""
    for page in quizzes_that_ask(paths, keys=[key] if key else ()):
        note_stale(
            page.get_parent().translation_key,
            why=why[:300],
            by=by,
            kind=QuizPage.activity_kind if key else "",
            subject=str(key or ""),
        )


def quizzes_that_ask(paths: Collection[str], *, keys: Collection[UUID] = ()) -> Any:
    """Return the live quizzes that name one of these questions, draw from one of these categories or from any, or are
    like such a quiz.
    """
    above = {path[:end] for path in paths for end, mark in enumerate(path, start=1) if mark == "/"}
    named, drawn = Q(draws__question__translation_key__in=keys), Q(draws__category__path__in=above)
    anywhere = Q(draws__isnull=False, draws__category=None, draws__question=None)
    reaching = QuizPage.objects.filter(named | drawn | anywhere)
    return QuizPage.objects.live().filter(Q(pk__in=reaching) | Q(like__in=reaching), alias_of=None)

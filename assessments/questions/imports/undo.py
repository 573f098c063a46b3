"""The last step of an import that somebody takes back: its questions go, but for those that learners have met,
which are archived.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from lms.foundation.work.runner import Step

from ..bank.categories import Category
from ..bank.models import Question
from ..bank.services import archive, holds
from .models import Import, ImportEntry

BATCH = 100
Outcome = ImportEntry.Outcome


def step() -> Step[Import, ImportEntry]:
    """Take back what was written, then the categories and pictures that nothing needs any more."""
    return Step(items=_written, handle=_undo, finish=_finish, size=BATCH)


def _written(batch: Import) -> QuerySet[ImportEntry]:
    return ImportEntry.objects.written(batch).select_related("question")


def _finish(batch: Import) -> None:
    batch.status = Import.Status.UNDONE
    _tidy(batch)


@dataclass(frozen=True)
class UndoPlan:
    """Outcome for questions of an import that is taken back, as sets of ids.

    `stay` are published, and not this person's to take away.
    """

    deleted: frozenset[int]
    archived: frozenset[int]
    stay: frozenset[int]


def fate_of(questions: Sequence[Question], *, published_too: bool) -> UndoPlan:
    """Return the outcome for each question: one in no released content that no quiz names is deleted, since no learner
    has met it; the others are archived.
    """
    stay = frozenset(question.pk for question in questions if question.live and not published_too)
    going = [question for question in questions if question.pk not in stay]
    archived = frozenset(hold.question.pk for hold in holds(going))
    return UndoPlan(frozenset(question.pk for question in going) - archived, archived, stay)


def _undo(batch: Import, entries: Sequence[ImportEntry], now: datetime) -> None:
    there = [entry.question for entry in entries if entry.question is not None]
    fate = fate_of(there, published_too=batch.published_too)
    archive(questions=[question for question in there if question.pk in fate.archived], by=batch.by)
    for entry in [entry for entry in entries if entry.question_id not in fate.stay]:
        kept = entry.question_id in fate.archived
        entry.outcome = Outcome.ARCHIVED if kept else Outcome.DELETED
        entry.question = entry.question if kept else None
    ImportEntry.objects.bulk_update(entries, ["outcome", "question"])
    Question.objects.filter(pk__in=fate.deleted).delete()


def _tidy(batch: Import) -> None:
    """Take away the categories that the import made and that are empty, and its pictures that nothing shows."""
    categories = Category.objects.filter(pk__in=batch.made.get("categories", [])).order_by("-path")
    for category in sorted(categories, key=lambda one: -one.depth):
        if not (category.questions.exists() or category.children.exists() or _drawn(category)):
            category.delete()
    for image in _unused(batch.made.get("images", [])):
        image.delete()


def _drawn(category: Category) -> bool:
    """Return whether another row points at it, such as a quiz that draws from it."""
    relations = (
        relation
        for relation in Category._meta.related_objects
        if relation.related_model not in (Question, Category, Import)
    )
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: category}).exists()
        for relation in relations
        if relation.concrete
    )


def _unused(pks: Iterable[int]) -> list:
    images = get_image_model().objects.filter(pk__in=pks)
    return [image for image in images if not ReferenceIndex.get_references_to(image).exists()]

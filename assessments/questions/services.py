"""What is done to questions and categories besides writing them: archive, restore, delete, move."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.models import User

from .categories import Category
from .models import Question
from .usage import released, uses

ARCHIVED, RESTORED = "questions.archive", "questions.restore"


@transaction.atomic
def move(*, category: Category, parent: Category | None) -> Category:
    """Hang `category`, with all below it, under `parent`. Raises `ValueError` if that is itself or below itself."""
    old = category.path
    if parent is not None and parent.path.startswith(old):
        raise ValueError("A category cannot stand below itself.")
    category.parent = parent
    category.save(update_fields=["parent", "path"])
    below = list(Category.objects.select_for_update().filter(path__startswith=old).exclude(pk=category.pk))
    for node in below:
        node.path = category.path + node.path[len(old) :]
        Category.objects.filter(pk=node.pk).update(path=node.path)
    return category


@transaction.atomic
def archive(*, questions: Sequence[Question], by: User | None, archived: bool = True) -> int:
    """Archive `questions`, or restore them: a revision and an entry in the history for each that changes. Returns how many did."""
    changed = [question for question in questions if question.archived is not archived]
    for question in changed:
        question.archived = archived
        question.save(update_fields=["archived"])
        question.save_revision(user=by)
        log(question, ARCHIVED if archived else RESTORED, user=by)
    return len(changed)


@dataclass(frozen=True)
class Hold:
    """Why a question may not be deleted."""

    question: Question
    sentence: str


def holds(questions: Sequence[Question]) -> list[Hold]:
    """Which of `questions` may not be deleted, and why. The same queries however many there are."""
    places, kept = uses.of(questions), released([question.translation_key for question in questions])
    found = []
    for question in questions:
        named = [use.title for use in places[question.translation_key] if use.named]
        if named:
            sentence = _("“%(question)s” is asked in “%(quiz)s”. Take it out there first, or archive it.")
            found.append(Hold(question, sentence % {"question": question, "quiz": named[0]}))
        elif question.translation_key in kept:
            sentence = _("“%(question)s” was released to learners, whose results stand on it. Archive it: it is then no longer drawn.")
            found.append(Hold(question, sentence % {"question": question}))
    return found

"""Services on questions and categories besides writing them: archive, restore, delete, move."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.people.directory.models import User

from .categories import Category
from .models import Question
from .signals import bank_changed
from .usage import released_keys, uses

ARCHIVED, RESTORED = "questions.archive", "questions.restore"


@transaction.atomic
def move(*, category: Category, parent: Category | None, by: User | None = None) -> Category:
    """Hang `category`, with all below it, under `parent`. Raises `ValueError` if that is itself or below itself.

    Quizzes that draw from where it was, and from where it is, have a change that waits.
    """
    old = category.path
    if parent is not None and parent.path.startswith(old):
        raise ValueError("A category cannot stand below itself.")
    category.parent = parent
    category.save(update_fields=["parent", "path"])
    below = list(Category.objects.select_for_update(no_key=True).filter(path__startswith=old).exclude(pk=category.pk))
    for node in below:
        node.path = category.path + node.path[len(old) :]
        Category.objects.filter(pk=node.pk).update(path=node.path)
    if holds_published(category):
        why = _("Category of questions moved: %(category)s") % {"category": category}
        bank_changed.send(Category, paths={old, category.path}, why=why, by=by)
    return category


def holds_published(category: Category) -> bool:
    """Return whether learners can get a question of `category`, or of one below it."""
    return Question.objects.within(category).filter(live=True).exists()


@transaction.atomic
def archive(*, questions: Sequence[Question], by: User | None, archived: bool = True) -> int:
    """Archive `questions`, or restore them: a revision and an entry in the history for each that changes. Returns how
    many did.

    What is live changes at once, so for published questions `by` has to be somebody who may publish. A draft that waits
    stays a draft.
    """
    changed = [question for question in questions if question.archived is not archived]
    for question in changed:
        draft = question.get_latest_revision_as_object()
        draft.archived = question.archived = archived
        question.save(update_fields=["archived"])
        revision = draft.save_revision(user=by, changed=False, clean=False)
        if question.live and not question.has_unpublished_changes:
            Question.objects.filter(pk=question.pk).update(live_revision=revision)
        log(question, ARCHIVED if archived else RESTORED, user=by, revision=revision)
    return len(changed)


def waits(question: Question) -> bool:
    """Return whether something of the question was written that is not published."""
    return bool(question.latest_revision_id) and (question.has_unpublished_changes or not question.live)


@transaction.atomic
def publish(*, questions: Sequence[Question], by: User) -> int:
    """Publish what was written last of each of `questions`; returns of how many something waited. A review of one that
    is under way ends with it. The caller has made sure that `by` may.
    """
    keys = [question.pk for question in questions]
    rows = Question.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    changed = [question for question in rows if waits(question)]
    for question in changed:
        question.latest_revision.publish(user=by)
    return len(changed)


@dataclass(frozen=True)
class DeletionObstacle:
    """Reason why a question may not be deleted."""

    question: Question
    sentence: str


def holds(questions: Sequence[Question]) -> list[DeletionObstacle]:
    """Return the questions among `questions` that may not be deleted, each with the reason. The same queries however
    many there are.
    """
    places, kept = uses.of(questions), released_keys([question.translation_key for question in questions])
    reasons = []
    for question in questions:
        named = [use.title for use in places[question.translation_key] if use.named]
        if named:
            sentence = _("“%(question)s” is asked in “%(quiz)s”. Take it out there first, or archive it.")
            reasons.append(DeletionObstacle(question, sentence % {"question": question, "quiz": named[0]}))
        elif question.translation_key in kept:
            sentence = _(
                "“%(question)s” was released to learners, whose results stand on it. Archive it: it is then no longer "
                "drawn."
            )
            reasons.append(DeletionObstacle(question, sentence % {"question": question}))
    return reasons

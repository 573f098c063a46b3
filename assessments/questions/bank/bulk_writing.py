"""Many new questions written at once, with their tags, first revisions and lines of history, as saving each in the
editor gives them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from taggit.models import Tag
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from lms.people.directory.models import User

from .models import Question, TaggedQuestion


def insert_questions(
    questions: Sequence[Question],
    *,
    tags: Sequence[Sequence[str]],
    live: bool,
    by: User | None,
    now: datetime,
    data: Mapping[str, object],
) -> None:
    """Write `questions`, which are new, each with its `tags`; published where `live` says so. `data` is what the
    history keeps of where they come from. The same statements for any number of questions with the same tags.

    Quizzes that draw from their categories learn nothing of it: `bank_changed` tells them.
    """
    for question in questions:
        question.live, question.has_unpublished_changes = live, not live
        question.first_published_at = question.last_published_at = now if live else None
        question.tagged_items = []  # known to be none, so that nobody asks
    Question.objects.bulk_create(questions)
    _tag(questions, tags)
    _remember(questions, by=by, now=now, data=data)


def _tag(questions: Sequence[Question], tags: Sequence[Sequence[str]]) -> None:
    """Tag the questions. A tag is found by its name, and made where there is none."""
    names = {name for its in tags for name in its}
    known = {tag.name: tag for tag in Tag.objects.filter(name__in=names)} if names else {}
    for name in sorted(names - known.keys()):
        known[name] = Tag.objects.create(name=name)
    rows = []
    for question, its in zip(questions, tags, strict=True):
        question.tagged_items = [TaggedQuestion(content_object=question, tag=known[name]) for name in its]
        rows.extend(question.tagged_items.all())
    TaggedQuestion.objects.bulk_create(rows)


def _remember(questions: Sequence[Question], *, by: User | None, now: datetime, data: Mapping[str, object]) -> None:
    """Write the first revision of each question, and a line of its history, as saving in the editor gives them."""
    kind = ContentType.objects.get_for_model(Question)
    about = {"content_type": kind, "user": by}
    revisions = [
        Revision(
            **about,
            base_content_type=kind,
            object_id=str(question.pk),
            created_at=now,
            object_str=str(question),
            content=question.serializable_data(),
        )
        for question in questions
    ]
    Revision.objects.bulk_create(revisions)
    for question, revision in zip(questions, revisions, strict=True):
        question.latest_revision = revision
        question.live_revision = revision if question.live else None
    pks = [question.pk for question in questions]
    latest = (
        Revision.objects.filter(content_type=kind, object_id=Cast(OuterRef("pk"), CharField()))
        .order_by("-pk")
        .values("pk")[:1]
    )
    Question.objects.filter(pk__in=pks).update(latest_revision=Subquery(latest))
    Question.objects.filter(pk__in=pks, live=True).update(live_revision=F("latest_revision"))
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            **about,
            object_id=revision.object_id,
            label=revision.object_str[:255],
            action="wagtail.create",
            timestamp=now,
            uuid=uuid4(),
            revision=revision,
            content_changed=True,
            data=dict(data),
        )
        for revision in revisions
    )
    for question in questions:
        if (
            "<embed" in str(question.stored_body) + question.stem + question.feedback
            or "<a " in question.stem + question.feedback
        ):
            ReferenceIndex.create_or_update_for_object(question)

"""Pictures and sounds lie where the questions that show them belong:
those of one institution's questions in its own collection.
"""

from typing import Any

from django.apps import apps as global_apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import ReferenceIndex, Revision

from courses.access.file_choices import files_in
from courses.access.owned_files import collection_of, owned
from lms.foundation.interface.parsing import whole_number
from lms.people.directory.institutions import Institution

from .models import Question
from .pictures import shared


@receiver(post_save, sender=Question)
def _on_question(sender: type, instance: Question, raw: bool = False, **_kwargs: object) -> None:
    if not raw:
        put_with_owner(instance)


@receiver(post_save, sender=Revision)
def _on_draft(sender: type, instance: Revision, created: bool, raw: bool = False, **_kwargs: object) -> None:
    if created and not raw and instance.base_content_type == ContentType.objects.get_for_model(Question):
        put_with_owner(instance.as_object())


def put_with_owner(question: Question) -> None:
    """Move the files of `question` that only questions of its owner show into the owner's collection, and those of a
    shared question into the bank's.

    What lies in another institution's collection stays there.
    """
    for model, ids in _shown(question).items():
        lying = model._default_manager.filter(pk__in=ids)
        if question.owner_id is None:
            lying.filter(collection__in=owned().values("pk")).update(collection=shared())
            continue
        moved = [
            file.pk
            for file in lying.exclude(collection__in=owned().values("pk"))
            if not _shown_elsewhere(file, question.owner_id)
        ]
        if moved:
            owner = Institution.objects.get(pk=question.owner_id)
            model._default_manager.filter(pk__in=moved).update(collection=collection_of(owner))


def put_all_with_owners(apps: object = global_apps, **_kwargs: object) -> None:
    """Do the same for every question of an institution (a receiver of `post_migrate`). Done twice, it does nothing.

    `apps` has the models as the migrations left them: where these ended before the last one, the tables are others, and
    it is not the time.
    """
    if not all(
        _is_as_migrated(apps, global_apps.get_model(name)) for name in ("questions.Question", "courses.OwnedCollection")
    ):
        return
    for question in Question._base_manager.exclude(owner=None).iterator(chunk_size=200):
        put_with_owner(question)


def _is_as_migrated(apps: Any, model: type[Model]) -> bool:
    try:
        migrated = apps.get_model(model._meta.label)
    except LookupError:
        return False
    return {field.column for field in migrated._meta.local_fields} == {
        field.column for field in model._meta.local_fields
    }


def _shown(question: Question) -> dict[type[Model], set[int]]:
    by_model: dict[type[Model], set[int]] = {}
    for model, pk, _place in files_in(question):
        number = whole_number(pk, digits=18)
        if number is not None:
            by_model.setdefault(model, set()).add(number)
    return by_model


def _shown_elsewhere(file: object, owner: int) -> bool:
    """Return whether a page shows the file, or a question of another owner, or one that is shared."""
    users = ReferenceIndex.get_references_to(file)
    kind = ContentType.objects.get_for_model(Question)
    if users.exclude(base_content_type=kind).exists():
        return True
    questions = {int(pk) for pk in users.values_list("object_id", flat=True)}
    return Question._base_manager.filter(pk__in=questions).exclude(owner=owner).exists()

"""References of lessons: when a law citation or a file changes, each course that uses it gets a change that waits."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.db.models.signals import post_save, pre_delete
from django.dispatch import Signal, receiver
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import unpublished

from ..access.file_choices import FILES
from ..pages.drafts import acting, changes_what_is_live
from ..pages.forms import course_key
from ..pages.provisions import Provision
from ..pages.terms import Term
from .signals import note_stale

if TYPE_CHECKING:
    from collections.abc import Collection

file_changed = Signal()
"""Sent where an image, a document or a recording changes or is deleted: `instance`, `why`, `by`.

For what is no page and uses it.
"""


def citations_in(bodies: Iterable[Iterable[Any]]) -> QuerySet[Provision]:
    """Return the law citations in the bodies of lessons, given as they are stored."""
    keys: set[int] = set()
    for body in bodies:
        for block in body:
            if block.get("type") in ("country", "citation"):
                rows = block["value"].get("provisions") or ()
                keys |= {row["value"] if isinstance(row, Mapping) else row for row in rows}
    return Provision.objects.filter(pk__in=keys - {None})


def courses_using(instance: object) -> set[UUID]:
    """Return the translation keys of the courses in which a live page refers to `instance`."""
    references = ReferenceIndex.get_references_to(instance).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    ids = {int(pk) for pk in references.values_list("object_id", flat=True)}
    keys = (course_key(page) for page in Page.objects.live().filter(pk__in=ids).specific())
    return {key for key in keys if key is not None}


@receiver(post_save, sender=Provision)
def _on_provision_saved(
    sender: type, instance: Provision, created: bool, update_fields: "Collection[str] | None" = None, **_kwargs: object
) -> None:
    if not created and changes_what_is_live(instance, update_fields):
        _note(instance, _("Law citation changed: %(provision)s") % {"provision": instance})


@receiver(unpublished, sender=Provision)
@receiver(pre_delete, sender=Provision)
def _on_provision_gone(sender: type, instance: Provision, **_kwargs: object) -> None:
    _note(instance, _("Law citation taken away: %(provision)s") % {"provision": instance})


@receiver(post_save, sender=Term)
def _on_term_saved(
    sender: type, instance: Term, created: bool, update_fields: "Collection[str] | None" = None, **_kwargs: object
) -> None:
    if changes_what_is_live(instance, update_fields):
        _note_term(instance, _("Word of the glossary changed: %(term)s") % {"term": instance})


@receiver(unpublished, sender=Term)
@receiver(pre_delete, sender=Term)
def _on_term_gone(sender: type, instance: Term, **_kwargs: object) -> None:
    _note_term(instance, _("Word of the glossary taken away: %(term)s") % {"term": instance})


def _note_term(instance: Term, why: str) -> None:
    """Note the courses whose package lists the word. A package lists it in one language, for all."""
    for version in Term.objects.filter(translation_key=instance.translation_key):
        _note(version, why)


@receiver(post_save)
def _on_file_saved(sender: type, instance: object, created: bool, **_kwargs: object) -> None:
    """Note a saved file. Learners keep the copy that was released; the new one reaches them with the next release."""
    if sender in FILES and not created:
        _note_file(instance, _("File changed: %(file)s") % {"file": instance})


@receiver(pre_delete)
def _before_file_deleted(sender: type, instance: object, **_kwargs: object) -> None:
    if sender in FILES:
        _note_file(instance, _("File taken away: %(file)s") % {"file": instance})


def _note_file(instance: object, why: str) -> None:
    _note(instance, why)
    file_changed.send(type(instance), instance=instance, why=why, by=acting(instance))


def _note(instance: object, why: str) -> None:
    by = acting(instance)
    for key in courses_using(instance):
        note_stale(key, why=why[:300], by=by)

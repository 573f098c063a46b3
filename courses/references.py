"""What lessons refer to: when a law citation changes for learners, each course that cites it has a change that waits."""

from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import unpublished

from .decision import course_key
from .drafts import acting, changes_what_is_live
from .provisions import Provision
from .signals import note_stale


def courses_using(instance: Any) -> set[UUID]:
    """The translation keys of the courses in which a live page refers to `instance`."""
    references = ReferenceIndex.get_references_to(instance).filter(base_content_type=ContentType.objects.get_for_model(Page))
    ids = {int(pk) for pk in references.values_list("object_id", flat=True)}
    keys = (course_key(page) for page in Page.objects.live().filter(pk__in=ids).specific())
    return {key for key in keys if key is not None}


@receiver(post_save, sender=Provision)
def _on_provision_saved(sender: type, instance: Provision, created: bool, update_fields: Any = None, **_kwargs: Any) -> None:
    if not created and changes_what_is_live(instance, update_fields):
        _note(instance, _("Law citation changed: %(provision)s") % {"provision": instance})


@receiver(unpublished, sender=Provision)
@receiver(pre_delete, sender=Provision)
def _on_provision_gone(sender: type, instance: Provision, **_kwargs: Any) -> None:
    _note(instance, _("Law citation taken away: %(provision)s") % {"provision": instance})


def _note(instance: Any, why: str) -> None:
    by = acting(instance)
    for key in courses_using(instance):
        note_stale(key, why=why[:300], by=by)

"""Signals become entries of the audit log: people, cohorts and institutions that are made, changed and deleted.

Which fields changed stands there, never what was or is in them.
"""

from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from ..directory.institutions import Institution
from ..directory.models import Cohort, User
from .services import note

WATCHED: dict[type[models.Model], tuple[str, ...]] = {
    Cohort: ("name", "starts_on", "ends_on", "institution_id"),
    Institution: ("name", "names", "kind", "country", "timezone"),
}
KEPT = "audited_before"


@receiver(pre_save, sender=Cohort)
@receiver(pre_save, sender=Institution)
def before(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool,
    update_fields: frozenset[str] | None,
    **_kwargs: object,
) -> None:
    """Keep the stored values of the row before it is saved; costs no query if no watched field is written."""
    if instance.pk and not raw and (update_fields is None or not update_fields.isdisjoint(WATCHED[sender])):
        instance.__dict__[KEPT] = sender._default_manager.filter(pk=instance.pk).values(*WATCHED[sender]).first()


@receiver(post_save, sender=User)
@receiver(post_save, sender=Cohort)
@receiver(post_save, sender=Institution)
def saved(sender: type[models.Model], instance: object, created: bool, raw: bool, **_kwargs: object) -> None:
    """Note the changed fields; a save without a change is not noted. That of a person is told by
    `lms.people.administration.records.receivers`.
    """
    was = instance.__dict__.pop(KEPT, None)
    if raw:
        return
    if created:
        _enter(instance, "made")
    elif was and (fields := [name for name, value in was.items() if value != getattr(instance, name)]):
        _enter(instance, "changed", fields=fields)


@receiver(post_delete, sender=User)
@receiver(post_delete, sender=Cohort)
def deleted(instance: object, **_kwargs: object) -> None:
    _enter(instance, "deleted")


def _enter(instance: Any, what: str, **data: Any) -> None:
    now = timezone.now()
    if isinstance(instance, User):
        note(f"person_{what}", person=instance, now=now, **data)
    elif isinstance(instance, Cohort):
        note(f"cohort_{what}", institution=instance.institution_id, now=now, cohort=instance.pk, **data)
    else:
        note(f"institution_{what}", institution=instance.pk, now=now, **data)

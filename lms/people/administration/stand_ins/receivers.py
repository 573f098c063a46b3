"""Receivers that end a stand-in when the role that it stands for ends."""

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from ...directory.models import Membership
from ..records.models import StandIn


@receiver(pre_delete, sender=Membership)
def role_goes(instance: Membership, **_kwargs: object) -> None:
    for given in Membership.objects.filter(stand_in__source=instance):
        given.delete()


@receiver(post_save, sender=Membership)
def role_ends_earlier(instance: Membership, created: bool, raw: bool, **_kwargs: object) -> None:
    if created or raw or instance.ends_on is None:
        return
    longer = StandIn.objects.filter(source=instance, ends_on__gt=instance.ends_on).select_related("membership")
    for given in longer:
        if given.starts_on > instance.ends_on:
            (given.membership or given).delete()
            continue
        given.ends_on = instance.ends_on
        given.save(update_fields=["ends_on"])
        if given.membership is not None:
            given.membership.ends_on = instance.ends_on
            given.membership.save(update_fields=["ends_on"])

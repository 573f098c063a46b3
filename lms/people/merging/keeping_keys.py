"""Keeps the keys by which people are compared. Called wherever the words by which they are found are kept."""

from collections.abc import Sequence

from .likeness import name_key, number_key
from .models import LikenessKey

Kind = LikenessKey.Kind


def keep(people: Sequence, *, new: bool = False) -> None:
    """Write the keys of `people`. One statement for those who are `new`, two for others."""
    keys = [
        LikenessKey(user_id=person.pk, kind=kind, key=key)
        for person in people
        for kind, key in ((Kind.NUMBER, number_key(person.service_number)), (Kind.NAME, name_key(person.name)))
        if key
    ]
    if not new:
        LikenessKey.objects.filter(user__in=[person.pk for person in people]).delete()
    LikenessKey.objects.bulk_create(keys, ignore_conflicts=True, batch_size=2000)

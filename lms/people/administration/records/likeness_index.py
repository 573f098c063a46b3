"""Index of the keys by which people are compared. It is called wherever the words by which they are found are kept."""

from collections.abc import Iterator, Sequence

from .models import LikenessKey
from .phonetic_keys import sound_key
from .search_words import name_key, number_key

Kind = LikenessKey.Kind


def index_likeness(people: Sequence, *, new: bool = False) -> None:
    """Write the keys of `people`. One statement for those who are `new`, two for others."""
    keys = [
        LikenessKey(user_id=person.pk, kind=kind, key=key) for person in people for kind, key in keys_of(person) if key
    ]
    if not new:
        LikenessKey.objects.filter(user__in=[person.pk for person in people]).delete()
    LikenessKey.objects.bulk_create(keys, ignore_conflicts=True, batch_size=2000)


def keys_of(person) -> Iterator[tuple[str, str]]:
    """Yield each kind and its key, which may be empty. The sound of a name is compared only among people of the same
    birth year, so the year is part of that key and no index is read in vain.
    """
    yield Kind.NUMBER, number_key(person.service_number)
    yield Kind.NAME, name_key(person.name)
    sound = sound_key(person.name) if person.birth_year else ""
    yield Kind.ALIKE, f"{person.birth_year} {sound}" if sound else ""

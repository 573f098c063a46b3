"""Search words of people, and the keys by which they are compared.

Code that writes people in bulk calls `index_people`; a signal does for one who is saved.
"""

from collections.abc import Iterator, Sequence

from ...directory.models import User
from .models import LikenessKey, SearchWord
from .phonetic_keys import sound_key
from .search_words import name_key, number_key, search_words

FIELDS = frozenset({"name", "service_number", "email", "birth_year"})
"""What people are found and compared by."""
Kind = LikenessKey.Kind


def index_people(people: Sequence, *, new: bool = False) -> None:
    """Write the words of `people` (users with their keys), and the keys by which they are compared. Two statements for
    those who are `new`, at most six for others, who are also found by the numbers of accounts that became theirs.
    """
    _index_likeness(people, new=new)
    texts = {person.pk: f"{person.service_number} {person.name}" for person in people}
    if not new:
        merged = User.objects.filter(merged_into__in=list(texts)).values_list("merged_into", "service_number")
        for pk, number in merged:
            texts[pk] = f"{number} {texts[pk]}"
    wanted = {
        (person.pk, word, of_address)
        for person in people
        for word, of_address in _words(texts[person.pk], person.email).items()
    }
    known: set[tuple[int, str, bool]] = set()
    if not new:
        rows = SearchWord.objects.filter(user__in=[person.pk for person in people])
        columns = rows.values_list("pk", "user_id", "word", "of_address")
        found = {(user, word, mail): pk for pk, user, word, mail in columns}
        known = set(found)
        if gone := [found[key] for key in known - wanted]:
            SearchWord.objects.filter(pk__in=gone).delete()
    SearchWord.objects.bulk_create(
        [SearchWord(user_id=user, word=word, of_address=mail) for user, word, mail in sorted(wanted - known)],
        ignore_conflicts=True,
        batch_size=2000,
    )


def _words(text: str, address: str) -> dict[str, bool]:
    """Return the words by which a person is found, and whether only the e-mail address has them."""
    return dict.fromkeys(search_words(address), True) | dict.fromkeys(search_words(text), False)


def _index_likeness(people: Sequence, *, new: bool = False) -> None:
    """Write the keys of `people`. One statement for those who are `new`, two for others."""
    keys = [
        LikenessKey(user_id=person.pk, kind=kind, key=key) for person in people for kind, key in _keys_of(person) if key
    ]
    if not new:
        LikenessKey.objects.filter(user__in=[person.pk for person in people]).delete()
    LikenessKey.objects.bulk_create(keys, ignore_conflicts=True, batch_size=2000)


def _keys_of(person) -> Iterator[tuple[str, str]]:
    """Yield each kind and its key, which may be empty. The sound of a name is compared only among people of the same
    birth year, so the year is part of that key and no index is read in vain.
    """
    yield Kind.NUMBER, number_key(person.service_number)
    yield Kind.NAME, name_key(person.name)
    sound = sound_key(person.name) if person.birth_year else ""
    yield Kind.ALIKE, f"{person.birth_year} {sound}" if sound else ""

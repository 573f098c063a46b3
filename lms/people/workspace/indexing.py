"""Keeps the words by which people are found. Whoever writes people in bulk calls `keep`; one who is saved is kept by a
signal.
"""

from collections.abc import Sequence

from .models import SearchWord
from .words import words

FIELDS = frozenset({"name", "service_number", "email"})
"""What people are found by."""


def keep(people: Sequence, *, new: bool = False) -> None:
    """Write the words of `people` (users with their keys). One statement for those who are `new`, at most three for
    others.
    """
    wanted = {(person.pk, word) for person in people for word in words(text_of(person))}
    known: set[tuple[int, str]] = set()
    if not new:
        rows = SearchWord.objects.filter(user__in=[person.pk for person in people])
        found = {(user, word): pk for pk, user, word in rows.values_list("pk", "user_id", "word")}
        known = set(found)
        if gone := [found[key] for key in known - wanted]:
            SearchWord.objects.filter(pk__in=gone).delete()
    SearchWord.objects.bulk_create(
        [SearchWord(user_id=user, word=word) for user, word in sorted(wanted - known)],
        ignore_conflicts=True,
        batch_size=2000,
    )


def text_of(person) -> str:
    """All that `person` is found by."""
    return f"{person.service_number} {person.email} {person.name}"

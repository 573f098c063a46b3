"""Likeness of two accounts that may be of one person."""

from lms.desks.notices.channels.sms.numbers import international
from lms.people.administration.merging.models import Apart
from lms.people.administration.records.models import LikenessKey
from lms.people.directory.models import User


def may_be_one(one: User, other: User) -> bool:
    """Return whether both accounts are, or look like, those of one person: the same or a merged account, the same
    address or phone, or a name or number that is alike, unless somebody said that they are two. Four statements
    at most.
    """
    low, high = sorted((one, other), key=lambda person: person.pk)
    if low.pk == high.pk or low.pk == high.merged_into_id or high.pk == low.merged_into_id:
        return True
    if _share(low.email.casefold(), high.email.casefold()) or _share(_phone(low), _phone(high)):
        return True
    if low.birth_year and high.birth_year and low.birth_year != high.birth_year:
        return False
    keys = set(LikenessKey.objects.filter(user=low).values_list("kind", "key"))
    alike = keys & set(LikenessKey.objects.filter(user=high).values_list("kind", "key"))
    return bool(alike) and not Apart.objects.filter(low=low, high=high).exists()


def _share(first: str, second: str) -> bool:
    return bool(first) and first == second


def _phone(person: User) -> str:
    return international(person.phone, person.institution.country if person.institution else "")

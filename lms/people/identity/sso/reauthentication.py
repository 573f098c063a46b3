"""Showing again who it is through the provider of one's institution, for whoever it signed in."""

from django.http import HttpRequest

from ...directory.models import User
from ..factors.second_step import BY_PROVIDER
from ..providers.models import SignOn
from .queries import person_numbered, signed_in_by
from .refusals import STALE, UNKNOWN, Refused


def provider_for(request: HttpRequest) -> SignOn | None:
    """Return the provider that can show who is signed in: of their institution or the nearest above that has one which
    may. None if this session was begun in another way.
    """
    person = request.user
    if not isinstance(person, User) or person.institution is None or not request.session.get(BY_PROVIDER):
        return None
    above = [int(pk) for pk in (person.institution.path or "").rstrip("/").split("/")]
    near = SignOn.objects.at_work().filter(institution__in=above).order_by("-institution__path")
    return next((one for one in near if signed_in_by(one.institution).filter(pk=person.pk).exists()), None)


def check_is_same(request: HttpRequest, sign_on: SignOn, number: str, *, person: int) -> None:
    """Check that `person` is still signed in and is the one whom the provider calls `number`. Raises `Refused`."""
    if request.user.pk != person:
        raise Refused(STALE)
    found = person_numbered(number, institution=sign_on.institution)
    if found is None or found.pk != person:
        raise Refused(UNKNOWN, "The provider has shown somebody else.")

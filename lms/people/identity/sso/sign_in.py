"""Sign-in of a person whom their institution's provider has shown, the same to show again who it is, and refusals."""

from datetime import datetime

import structlog
from django.http import HttpRequest
from django.urls import reverse

from ...audit.log_hashes import log_hash, request_origin
from ...audit.services import note
from ...directory.institutions import Institution
from ...directory.models import User
from ..factors import second_step
from ..factors.second_step import BY_PROVIDER
from ..providers.models import SignOn
from ..sessions.factor_holders import has_factor
from .queries import person_numbered, signed_in_by
from .refusals import STALE, UNKNOWN, Refused

log = structlog.get_logger("mafunzo.security")


def enter(request: HttpRequest, *, sign_on: SignOn, number: str, wanted: str, now: datetime) -> tuple[User, str]:
    """Sign in whom the provider of `sign_on` calls `number`, or ask for their second factor first. Gives the person
    and where to go on. Raises `Refused` where the provider may not sign anybody in who is called so.
    """
    person = person_numbered(number, institution=sign_on.institution)
    if person is None:
        raise Refused(UNKNOWN, f"Nobody here whom this sign-in may sign in: {log_hash(number.casefold())}.")
    note("signed_on", by=person, person=person, request=request, now=now, at=sign_on.institution_id)
    if has_factor(person):
        second_step.begin(request, person, wanted=wanted, now=now, by_provider=sign_on.pk)
        return person, reverse("second-step")
    second_step.sign_in(request, person, by_provider=sign_on.pk)
    return person, wanted


def tell_of_refusal(request: HttpRequest, refused: Refused, *, institution: Institution, now: datetime) -> None:
    """Write a line of the security log and an entry of the audit log, which the institution's administrators read."""
    log.warning(
        "sign_on_refused",
        reason=refused.reason,
        detail=refused.detail,
        institution=institution.pk,
        **request_origin(request),
    )
    note("sign_on_refused", institution=institution, request=request, now=now, reason=refused.reason)


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

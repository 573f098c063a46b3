"""Signing somebody in whom their institution's provider has shown, and what is told where nobody is."""

from datetime import datetime

import structlog
from django.http import HttpRequest
from django.urls import reverse

from ...audit.log_hashes import log_hash, request_origin
from ...audit.services import note
from ...directory.institutions import Institution
from ...directory.models import User
from ..factors import second_step
from ..providers.models import SignOn
from ..sessions.factor_holders import has_factor
from .queries import person_numbered
from .refusals import UNKNOWN, Refused

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

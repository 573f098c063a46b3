"""Trying a provider out before it is on: does it answer, and which service number does it tell of oneself?"""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..providers.models import Protocol, SignOn
from . import discovery, metadata, saml
from .http.client import Unreachable
from .queries import person_numbered
from .refusals import STALE, UNREACHABLE, Refused


@dataclass(frozen=True)
class CheckResult:
    """Result of the check of a provider; `detail`, in English, is for people who know the provider."""

    is_right: bool
    sentence: str
    detail: str = ""


def check(sign_on: SignOn) -> CheckResult:
    """Ask the provider for its endpoints and keys, or for its metadata, anew. Nothing is changed."""
    if sign_on.protocol == Protocol.SAML:
        return _check_metadata(sign_on)
    try:
        discovery.endpoints_of(sign_on, anew=True)
        keys = discovery.keys_of(sign_on)
    except Refused as error:
        return CheckResult(False, error.sentence, error.detail)
    if not keys:
        return CheckResult(False, _("The provider has no keys to sign with."))
    return CheckResult(True, _("The provider answers, and its keys are there."))


def _check_metadata(sign_on: SignOn) -> CheckResult:
    """Check that the metadata at the known address equal the stored ones."""
    if not saml.is_installed():
        return CheckResult(False, str(saml.NOT_INSTALLED))
    if not sign_on.metadata_url:
        return CheckResult(True, _("The provider’s metadata was read. Sign in there to check that it fits."))
    try:
        found = metadata.fetched(sign_on.metadata_url)
    except Unreachable as error:
        return CheckResult(False, Refused(UNREACHABLE).sentence, str(error))
    except metadata.Unreadable as error:
        return CheckResult(False, _("The provider’s metadata cannot be read."), str(error))
    if any(getattr(sign_on, name) != value for name, value in found.about.items()):
        return CheckResult(False, _("The provider’s metadata has changed. Save to load it again."))
    return CheckResult(True, _("The provider answers, and its keys are there."))


def show_tried(request: HttpRequest, sign_on: SignOn, number: str, *, by: int) -> HttpResponse:
    """Show the provider's answer to the person who tried it out, and to them alone. No person is signed in."""
    if request.user.pk != by:
        sentence = Refused(STALE).sentence
        context = {"title": _("You are not signed in"), "sentence": sentence}
        return render(request, "people/sso/refused.html", context, status=HTTPStatus.FORBIDDEN)
    person = person_numbered(number, institution=sign_on.institution)
    context = {"title": _("Answer of the provider"), "number": number}
    return render(request, "people/sso/tried.html", {**context, "person": person, "sign_on": sign_on})

"""Badges for their holder and for staff, and the public documents with which anybody's software verifies one."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lms.people.directory.requests import SignedInRequest

from ..lookup import own_or_visible
from ..models import Certificate
from . import issuers, status_lists

FORMATS = {
    "json": ("document", "application/vc+ld+json"),
    "png": ("baked_png", "image/png"),
    "svg": ("baked_svg", "image/svg+xml"),
}
"""The function of `credentials` that makes each format, and its content type."""


@login_required
@require_safe
def badge(request: SignedInRequest, serial: str, kind: str) -> HttpResponse:
    """Hand out the badge of a certificate that holds, for its holder and for staff of the institution."""
    if kind not in FORMATS:
        raise Http404
    rows = Certificate.objects.select_related("earned_by__institution", "of_course")
    return badge_response(own_or_visible(rows, request.user, serial), kind)


def badge_response(certificate: Certificate, kind: str) -> HttpResponse:
    """Return the badge as a file of the format `kind`; a sentence where the certificate is over or no key was made."""
    from . import credentials  # with a large library: processes that make no badge do without it

    made, content_type = FORMATS[kind]
    if certificate.standing(timezone.localdate()) != Certificate.Standing.VALID or not certificate.name:
        return HttpResponse(_("This certificate is not valid any more, so it has no badge."), status=HTTPStatus.GONE)
    try:
        data = getattr(credentials, made)(certificate)
    except issuers.NoKey as error:
        return HttpResponse(str(error), status=HTTPStatus.SERVICE_UNAVAILABLE)
    name = f'attachment; filename="badge-{certificate.serial}.{kind}"'
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": name})


@require_safe
@cache_control(public=True, max_age=3600)
def did(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the public keys of an institution that issues certificates."""
    if not Certificate.objects.filter(issuer=pk).exists():
        raise Http404
    try:
        document = issuers.document(pk)
    except issuers.NoKey:
        raise Http404 from None
    return _public(JsonResponse(document, content_type="application/did+json"))


@require_safe
@cache_control(public=True, max_age=status_lists.KEPT)
def badge_list(request: HttpRequest, pk: int, block: int) -> HttpResponse:
    """Show which badges of an issuer are revoked: bits without a name or a number."""
    try:
        text = status_lists.signed_list(pk, block, now=timezone.now())
    except (Certificate.DoesNotExist, issuers.NoKey):
        raise Http404 from None
    return _public(HttpResponse(text, content_type="application/vc+ld+json"))


def _public(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read it: verifiers in a browser do. It holds nothing personal."""
    response["Access-Control-Allow-Origin"] = "*"
    return response

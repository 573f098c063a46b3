"""Links to one's own certificate, and the page that such a link shows to anybody."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.people.directory.requests import SignedInRequest
from lms.people.identity.protection.throttling import asks_too_often

from ..badges.views import badge_response
from ..display import CertificateDisplay
from ..models import Certificate, Share
from ..paper.screen import page_of
from . import services

MOST, SECONDS = 60, 60
"""Requests for links from one address in so many seconds: a secret is drawn from 2**256."""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show the links to one's own certificate (GET), and a new one, in answer to this and nowhere again (POST)."""
    certificate = get_object_or_404(Certificate.objects.of(request.user).select_related("earned_by"), serial=serial)
    shown = problem = ""
    if request.method == "POST":
        try:
            secret = services.share(certificate=certificate, now=timezone.now())
            shown = settings.BASE_URL.rstrip("/") + reverse("certificates:shared", args=[secret])
        except services.TooMany as error:
            problem = str(error)
    context = {
        "title": _("Show this certificate to somebody"),
        "trail": [(_("Certificates"), reverse("certificates:mine"))],
        "certificate": certificate,
        "problems": [("", problem)] if problem else [],
        "shown": shown,
        "links": certificate.shares.order_by("-made_at"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "certificates/share.html", context, status=status)


@login_required
@require_POST
def end(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """End a link to one's own certificate; asked again, show that it is ended."""
    certificate = get_object_or_404(Certificate.objects.of(request.user), serial=serial)
    link = Share.objects.select_related("certificate__earned_by").filter(certificate=certificate, pk=pk).first()
    if link is not None:
        services.end(link=link, now=timezone.now())
    messages.success(request, _("The link is ended. It shows nothing any more."))
    return redirect("certificates:share", serial)


@never_cache
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the certificate to anybody who has the link."""
    context: dict[str, object] = {"title": _("A shared certificate")}
    if asks_too_often(request, "certificates:shared", most=MOST, seconds=SECONDS):
        return _unlisted(_page(request, context | {"paused": True}, HTTPStatus.TOO_MANY_REQUESTS))
    certificate = services.find(secret)
    if certificate is None:
        return _unlisted(_page(request, context, HTTPStatus.NOT_FOUND))
    shown = CertificateDisplay.of(certificate, today=timezone.localdate())
    certificate.service_number = ""  # for the institution alone
    page = page_of(certificate) if shown.holds else None
    certificate.unit = ""  # unless its design prints it
    context = {
        "title": certificate.course,
        "shown": shown,
        "certificate": certificate,
        "page": page,
        "badge": reverse("certificates:shared-badge", args=[secret]),
    }
    return _unlisted(_page(request, context, HTTPStatus.OK))


@never_cache
@require_safe
def shared_badge(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the badge of the certificate to any software that has the link."""
    if asks_too_often(request, "certificates:shared", most=MOST, seconds=SECONDS):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    certificate = services.find(secret)
    if certificate is None:
        raise Http404
    return _unlisted(badge_response(certificate, "json"))


def _page(request: HttpRequest, context: dict[str, object], status: HTTPStatus) -> HttpResponse:
    return render(request, "certificates/shared.html", context, status=status)


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the address out of search engines, and out of what a browser tells the next site."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

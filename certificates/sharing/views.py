"""Links to one's own certificate, and the page that such a link shows to anybody."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.words import full_date, local_day
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.protection.throttling import asks_too_often

from ..badges.views import badge_response
from ..display import CertificateDisplay
from ..models import Certificate, Share
from . import services

MOST, SECONDS = 60, 60
"""Requests for links from one address in so many seconds: a secret is drawn from 2**256."""


class ShareForm(forms.Form):
    """Form of a new link: its last day, if it is to have one."""

    ends_on = forms.DateField(
        label=gettext_lazy("Last day of the link"),
        help_text=gettext_lazy("Without one it works until you end it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as year, month and day, like 2027-01-31.")},
    )

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later one."))
        return day


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show the links to one's own certificate (GET), and a new one, in answer to this and nowhere again (POST)."""
    certificate = get_object_or_404(Certificate.objects.of(request.user).select_related("earned_by"), serial=serial)
    form, shown = ShareForm(request.POST if request.method == "POST" else None), ""
    today, now = timezone.localdate(), timezone.now()
    if form.is_valid():
        try:
            ends_on = form.cleaned_data["ends_on"]
            secret = services.share(certificate=certificate, ends_on=ends_on, today=today, now=now)
            shown = settings.BASE_URL.rstrip("/") + reverse("certificates:shared", args=[secret])
        except services.TooMany as error:
            form.add_error(None, str(error))
    context = {
        "title": _("Show this certificate to somebody"),
        "trail": [(_("Certificates"), reverse("certificates:mine"))],
        "certificate": certificate,
        "form": form,
        "shown": shown,
        "links": certificate.shares.open_on(today).order_by("-made_at"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "certificates/share.html", context, status=status)


@login_required
@require_POST
def end(request: SignedInRequest, serial: str, pk: int) -> HttpResponse:
    """End a link to one's own certificate."""
    own = Certificate.objects.of(request.user).filter(serial=serial)
    link = get_object_or_404(Share.objects.select_related("certificate__earned_by"), certificate__in=own, pk=pk)
    services.end(link=link, now=timezone.now())
    messages.success(request, _("The link is ended. It shows nothing any more."))
    return redirect("certificates:share", serial)


@never_cache
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the certificate to anybody who has the link, and when the link was ended."""
    if asks_too_often(request, "certificates:shared", most=MOST, seconds=SECONDS):
        return _answer(request, {"paused": True}, HTTPStatus.TOO_MANY_REQUESTS)
    link = services.find(secret)
    if link is None or link.certificate.status == Certificate.Status.WITHDRAWN:
        return _answer(request, {}, HTTPStatus.NOT_FOUND)
    today = timezone.localdate()
    if not link.is_open(today):
        ended = local_day(link.ended_at) if link.ended_at else link.ends_on
        return _answer(request, {"ended": full_date(ended) if ended else ""}, HTTPStatus.GONE)
    certificate = link.certificate
    context = {
        "shown": CertificateDisplay.of(certificate, today=today),
        "certificate": certificate,
        "badge": reverse("certificates:shared-badge", args=[secret]),
    }
    return _answer(request, context, HTTPStatus.OK)


@never_cache
@require_safe
def shared_badge(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the badge of the certificate to any software that has the link."""
    if asks_too_often(request, "certificates:shared", most=MOST, seconds=SECONDS):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    link = services.find(secret)
    if link is None or link.certificate.status == Certificate.Status.WITHDRAWN:
        raise Http404
    if not link.is_open(timezone.localdate()):
        return HttpResponse(status=HTTPStatus.GONE)
    return _unlisted(badge_response(link.certificate, "json"))


def _answer(request: HttpRequest, context: Mapping[str, object], status: HTTPStatus) -> HttpResponse:
    shown = context.get("shown")
    title = shown.course if isinstance(shown, CertificateDisplay) else _("A shared certificate")
    return _unlisted(render(request, "certificates/shared.html", {**context, "title": title}, status=status))


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Keep the address out of search engines, and out of what a browser tells the next site."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

"""Pages on which administrators say who signs their certificates, and how long these are valid."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.pictures import NoPicture
from lms.foundation.interface.stale_forms import status_of
from lms.people.administration.records.own_institutions import administered_or_404
from lms.people.directory.decorators import for_administrators
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from ..pictures.services import MOST_BYTES, data_uri
from . import services
from .forms import SignatoryForm, ValidityForm, titles


@for_administrators
@confirmed_lately
@require_http_methods(["GET", "HEAD", "POST"])
def issuer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who signs the certificates of an institution and how long they are valid (GET); set a rule (POST)."""
    place = administered_or_404(request.user, pk)
    form = ValidityForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.set_validity(institution=place, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("certificates:issuer", pk)
    names = {"": _("All without a rule of their own"), **dict(titles())}
    said = place.certificate_settings
    rules = [(names.get(key, key), rule) for key, rule in said.get("validity", {}).items()]
    context = {
        **_frame(place, _("Certificates of %(name)s") % {"name": place.local_name()}),
        "signatories": [(row, services.key_of(row), data_uri(row.get("picture", ""))) for row in _signing(place)],
        "rules": sorted(rules, key=lambda pair: pair[0]),
        "form": form,
        "full": len(_signing(place)) >= services.MOST_SIGNATORIES,
    }
    return render(request, "certificates/issuer.html", context, status=status_of(form))


@for_administrators
@confirmed_lately
@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request: SignedInRequest, pk: int, key: str = "") -> HttpResponse:
    """Add somebody who signs, or change or remove one."""
    place = administered_or_404(request.user, pk)
    row = next((one for one in _signing(place) if services.key_of(one) == key), None)
    if key and row is None:
        raise Http404
    if request.method == "POST" and "remove" in request.POST:
        services.remove_signatory(institution=place, key=key, by=request.user, now=timezone.now())
        messages.success(request, _("Removed. Certificates that are issued stay as they are."))
        return redirect("certificates:issuer", pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SignatoryForm(*sent, row=row or {})
    if sent and form.is_valid() and _saved(request, place, key, form):
        messages.success(request, _("Saved."))
        return redirect("certificates:issuer", pk)
    title = _("Who signs the certificates")
    context = {**_frame(place, title), "form": form, "row": row, "picture": data_uri((row or {}).get("picture", ""))}
    context["trail"].append((_("Certificates"), reverse("certificates:issuer", args=[pk])))
    return render(request, "certificates/signatory.html", context, status=status_of(form))


def _saved(request: SignedInRequest, place: Institution, key: str, form: SignatoryForm) -> bool:
    """Save and return True; False if the form has an error, which it then shows."""
    file = form.cleaned_data["file"]
    data = file.read(MOST_BYTES + 1) if file else None
    try:
        services.set_signatory(
            institution=place, key=key, about=form.about, data=data, by=request.user, now=timezone.now()
        )
    except NoPicture as error:
        form.add_error("file", str(error))
    except services.TooManySignatories as error:
        form.add_error(None, str(error))
    return form.is_valid()


def _signing(place: Institution) -> list[dict[str, Any]]:
    signing: list[dict[str, Any]] = place.certificate_settings.get("signatories", [])
    return signing


def _frame(place: Institution, title: str) -> dict[str, Any]:
    name = place.local_name()
    trail = [(_("Institution"), reverse("academy:institution")), (name, reverse("academy:place", args=[place.pk]))]
    return {"title": title, "trail": trail, "place": place, "back": reverse("certificates:issuer", args=[place.pk])}

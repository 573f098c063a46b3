"""The countries of a site, for superusers: a list, and the form of each."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.stale_forms import status_of

from ...directory.countries import Country
from ...directory.decorators import for_superusers, posted
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from . import country_services as services
from .country_forms import CountryForm, NewCountryForm
from .services import CodeTaken, NameTaken


@for_superusers
@require_safe
def countries(request: SignedInRequest) -> HttpResponse:
    """Show the countries, each with the number of its institutions. Two statements."""
    used = list(Institution.objects.exclude(country="").values_list("country", flat=True))
    rows = [(country, used.count(country.code)) for country in Country.objects.all()]
    context = {"title": _("Countries"), "rows": rows, "trail": _trail()[:1]}
    return render(request, "people/workspace/countries.html", context)


@for_superusers
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """Show the form of a new country, and add it."""
    form = NewCountryForm(posted(request), viewer=request.user)
    if request.method == "POST" and form.is_valid():
        code, region = form.cleaned_data["code"], form.cleaned_data["region"]
        try:
            made = services.add_country(code=code, about=form.about, region=region, by=request.user, now=timezone.now())
        except CodeTaken:
            form.add_error("code", _("This country is there already."))
        except NameTaken:
            form.add_error("name_en", _("An institution of this name is there already."))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made})
            return redirect("academy:countries")
    return _form_page(request, form, _("Add a country"))


@for_superusers
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, code: str) -> HttpResponse:
    """Show the form of a country, and change it."""
    country = _held(code)
    form = CountryForm(posted(request), country=country)
    if request.method == "POST" and form.is_valid():
        services.change_country(code=code, about=form.about, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("academy:countries")
    return _form_page(request, form, _("Correct %(name)s") % {"name": country})


@for_superusers
@require_POST
def remove(request: SignedInRequest, code: str) -> HttpResponse:
    """Delete a country in which no institution lies."""
    country = _held(code)
    try:
        services.remove_country(code=code, by=request.user, now=timezone.now())
    except services.InUse:
        messages.error(request, _("Institutions lie in %(name)s, so it stays.") % {"name": country})
    else:
        messages.success(request, _("%(name)s is deleted.") % {"name": country})
    return redirect("academy:countries")


def _held(code: str) -> Country:
    country = Country.objects.filter(code=code).first()
    if country is None:
        raise Http404
    return country


def _trail() -> list[tuple[str, str]]:
    return [(_("Institution"), reverse("academy:institution")), (_("Countries"), reverse("academy:countries"))]


def _form_page(request: SignedInRequest, form: CountryForm, title: str) -> HttpResponse:
    trail = _trail()
    context = {"title": title, "form": form, "trail": trail, "back": trail[-1][1]}
    return render(request, "people/workspace/form.html", context, status=status_of(form))

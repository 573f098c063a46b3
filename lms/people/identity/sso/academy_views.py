"""The administrator's pages of single sign-on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.stale_forms import status_of

from ...directory.choices import Role
from ...directory.decorators import for_administrators, posted
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from ...directory.tree import in_order
from ..factors.stepup import confirmed_lately
from ..providers.models import Protocol, SignOn
from . import provider_check, services
from .forms import OidcForm, SamlForm
from .views import return_address, to_provider

PAGES = {Protocol.OIDC: "academy:sign-on-set-up", Protocol.SAML: "academy:sign-on-set-up-saml"}
FORMS: dict[str, type[OidcForm] | type[SamlForm]] = {Protocol.OIDC: OidcForm, Protocol.SAML: SamlForm}


@for_administrators
@require_safe
def sign_ons(request: SignedInRequest) -> HttpResponse:
    """Show the institutions that one administers, and which of them have a provider."""
    mine = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)
    there = {one.institution_id: one for one in SignOn.objects.filter(institution__in=mine)}
    rows = [(row, depth, there.get(row.pk), _page_of(row, there.get(row.pk))) for row, depth in in_order(mine)]
    return render(request, "people/sso/sign_ons.html", {"title": _("Single sign-on"), "rows": rows})


@for_administrators
@sensitive_post_parameters("secret")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def set_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of the provider of one institution, and save it."""
    institution = _theirs(request, pk)
    return _keep(request, institution, OidcForm)


@for_administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def set_up_saml(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of a SAML provider, and save it."""
    return _keep(request, _theirs(request, pk), SamlForm)


def _keep(request: SignedInRequest, institution: Institution, kind: type[OidcForm] | type[SamlForm]) -> HttpResponse:
    sign_on = SignOn.objects.filter(institution=institution).first()
    form = kind(posted(request), sign_on=sign_on)
    if form.is_valid():
        try:
            services.set_up(institution=institution, by=request.user, now=timezone.now(), **form.about)
        except services.SecretMissing:
            form.add_error("secret", _("Issuer or client is another one: enter the secret that belongs to it."))
        else:
            messages.success(request, _("Saved."))
            return redirect(PAGES[form.protocol], institution.pk)
    return _page(request, institution, form)


@for_administrators
@require_POST
@confirmed_lately
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the provider whether it answers as it has to."""
    sign_on = _set_up(request, pk)
    form = FORMS[sign_on.protocol](None, sign_on=sign_on)
    return _page(request, sign_on.institution, form, checked=provider_check.check(sign_on))


@for_administrators
@never_cache
@require_safe
@confirmed_lately
def try_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign in at the provider, to see which number it tells. A link and no form: see `views.begin`."""
    sign_on = _set_up(request, pk)
    wanted = reverse(PAGES[Protocol(sign_on.protocol)], args=[pk])
    return to_provider(request, sign_on, wanted=wanted, tried_by=request.user.pk)


@for_administrators
@require_POST
@confirmed_lately
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the provider away."""
    if services.remove(institution=_theirs(request, pk), by=request.user, now=timezone.now()):
        messages.success(request, _("The single sign-on is removed."))
    return redirect("academy:sign-on")


def _page_of(institution: Institution, sign_on: SignOn | None) -> str:
    return reverse(PAGES[Protocol(sign_on.protocol) if sign_on else Protocol.OIDC], args=[institution.pk])


def _theirs(request: SignedInRequest, pk: int) -> Institution:
    return get_object_or_404(Institution.objects.visible_to(request.user, Role.ADMINISTRATOR), pk=pk)


def _set_up(request: SignedInRequest, pk: int) -> SignOn:
    sign_on = SignOn.objects.select_related("institution").filter(institution=_theirs(request, pk)).first()
    if sign_on is None:
        raise Http404
    return sign_on


def _page(
    request: SignedInRequest,
    institution: Institution,
    form: OidcForm | SamlForm,
    *,
    checked: provider_check.CheckResult | None = None,
) -> HttpResponse:
    """Show the form; once there is a provider, also the data to register with it, and how to try it out."""
    shown = form.sign_on if form.sign_on and form.sign_on.protocol == form.protocol else None
    registered = SignOn(institution=institution, protocol=form.protocol)
    context = {
        "title": _("Single sign-on of %(name)s") % {"name": institution.local_name()},
        "trail": [(_("Single sign-on"), reverse("academy:sign-on"))],
        "form": form,
        "institution": institution,
        "sign_on": shown,
        "kinds": [
            (kind.label, reverse(PAGES[kind], args=[institution.pk]), kind == form.protocol) for kind in Protocol
        ],
        "save_at": reverse(PAGES[form.protocol], args=[institution.pk]),
        "comes_back_to": return_address(request, registered),
        "checked": checked,
    }
    return render(request, "people/sso/set_up.html", context, status=status_of(form))

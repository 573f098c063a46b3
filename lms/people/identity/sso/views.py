"""Signing in through the provider of one's institution: choosing it, going there, and coming back."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ...audit.services import note
from ...directory.requests import SignedInRequest
from ..factors.stepup import confirm, safe_page
from ..protection.throttling import asks_too_often
from ..providers.models import Protocol, SignOn
from ..sessions.page_language import set_page_language
from . import oidc, pending_sign_ins, saml
from .institution_choices import offers
from .provider_check import show_tried
from .refusals import STALE, UNREACHABLE, Refused
from .sign_in import check_is_same, enter, provider_for, tell_of_refusal

MOST = 400
"""How often one address, behind which a whole academy may sit, begins or comes back in a quarter of an hour."""
QUARTER = 900
Reader = Callable[..., str]
"""Gives the service number that an answer tells, see `oidc.number_from`."""


@never_cache
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Show the institutions whose people sign in through a provider."""
    wanted = safe_page(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(wanted or address(LANDING))
    context = {"title": _("Sign in through your institution"), "offers": offers(wanted), "next": wanted}
    return render(request, "people/sso/choose.html", context)


@never_cache
@require_safe
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Go to the provider. A link and no form: the site's policy lets no form lead to another site."""
    sign_on = _at_work(code)
    wanted = safe_page(request, request.GET.get("next", "")) or address(LANDING)
    if request.user.is_authenticated:
        return redirect(wanted)
    if is_too_often(request):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return to_provider(request, sign_on, wanted=wanted)


@login_required
@never_cache
@require_safe
def show_again(request: SignedInRequest) -> HttpResponse:
    """Go to the provider to show again who it is; whoever it did not sign in has no such page."""
    sign_on = provider_for(request)
    if sign_on is None:
        raise Http404
    if is_too_often(request):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    wanted = safe_page(request, request.GET.get("next", "")) or address(LANDING)
    return to_provider(request, sign_on, wanted=wanted, again=request.user.pk)


def to_provider(request: HttpRequest, sign_on: SignOn, *, wanted: str, **who: int) -> HttpResponse:
    """Begin, for `who` where nobody is to be signed in, and send the browser to the provider; or say why not."""
    now = timezone.now()
    name, kept = pending_sign_ins.begin(request, institution=sign_on.institution_id, wanted=wanted, now=now, **who)
    leads = saml if sign_on.protocol == Protocol.SAML else oidc
    back = return_address(request, sign_on)
    try:
        return redirect(leads.address_of_provider(sign_on, state=name, begun=kept, comes_back_to=back))
    except Refused as error:
        return _refuse(request, error, sign_on)


@never_cache
@require_safe
def come_back(request: HttpRequest, code: str) -> HttpResponse:
    """Handle the return of the browser from an OpenID Connect provider."""
    sign_on = provider_of(code)
    if is_too_often(request):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return go_on(request, sign_on, request.GET.get("state", ""), oidc.number_from, request.GET.dict())


def go_on(request: HttpRequest, sign_on: SignOn, name: str, number_from: Reader, answer: object) -> HttpResponse:
    """Take the sign-in that was begun under `name`, and let `number_from` read the `answer` to it."""
    kept = pending_sign_ins.take(request, name, institution=sign_on.institution_id, now=timezone.now())
    if not sign_on.on and (kept is None or kept.tried_by is None):
        raise Http404
    try:
        if kept is None:
            raise Refused(STALE)
        back = return_address(request, sign_on)
        number = number_from(sign_on, answer=answer, begun=kept, comes_back_to=back)
        return _answer(request, sign_on, kept, number)
    except Refused as error:
        return _refuse(request, error, sign_on, kept)


def _answer(request: HttpRequest, sign_on: SignOn, kept: pending_sign_ins.PendingSignIn, number: str) -> HttpResponse:
    if kept.tried_by is not None:
        return show_tried(request, sign_on, number, by=kept.tried_by)
    if kept.again is None:
        return _sign_in(request, sign_on, kept, number)
    check_is_same(request, sign_on, number, person=kept.again)
    request.session.cycle_key()
    confirm(request, now=timezone.now())
    note("signed_on", by=request.user.pk, person=request.user.pk, request=request, now=timezone.now(), again=True)
    return redirect(safe_page(request, kept.wanted) or address(LANDING))


def _sign_in(request: HttpRequest, sign_on: SignOn, kept: pending_sign_ins.PendingSignIn, number: str) -> HttpResponse:
    """Sign the person in; of whoever is signed in already, nothing changes."""
    wanted = safe_page(request, kept.wanted) or address(LANDING)
    if request.user.is_authenticated:
        return redirect(wanted)
    person, page = enter(request, sign_on=sign_on, number=number, wanted=wanted, now=timezone.now())
    response = redirect(page)
    set_page_language(response, person.language)
    return response


def _refuse(
    request: HttpRequest, error: Refused, sign_on: SignOn, kept: pending_sign_ins.PendingSignIn | None = None
) -> HttpResponse:
    tell_of_refusal(request, error, institution=sign_on.institution, now=timezone.now())
    if kept is not None and kept.again is not None:
        messages.error(request, error.sentence)
        return redirect(f"{reverse('confirm-yourself')}?{urlencode({'next': kept.wanted})}")
    context = {"title": _("You are not signed in"), "sentence": error.sentence}
    status = HTTPStatus.SERVICE_UNAVAILABLE if error.reason == UNREACHABLE else HTTPStatus.FORBIDDEN
    return render(request, "people/sso/refused.html", context, status=status)


def return_address(request: HttpRequest, sign_on: SignOn) -> str:
    """Return the address that is registered with the provider, at the requested host: its cookie holds the sign-in."""
    name = "sign-on-saml" if sign_on.protocol == Protocol.SAML else "sign-on-return"
    return request.build_absolute_uri(reverse(name, args=[sign_on.institution.code]))


def is_too_often(request: HttpRequest) -> bool:
    return asks_too_often(request, "people:sso", most=MOST, seconds=QUARTER)


def provider_of(code: str) -> SignOn:
    """Return the provider of the institution with this code, also one that is not on; 404 if there is none."""
    return get_object_or_404(SignOn.objects.select_related("institution"), institution__code=code)


def _at_work(code: str) -> SignOn:
    return get_object_or_404(SignOn.objects.at_work(), institution__code=code)

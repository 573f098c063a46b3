"""Pages of learners on a shared device: signing in with a PIN, setting it, and unlocking."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lms.foundation.database.counter import counted
from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ...audit.services import note
from ...directory.decorators import posted
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ..factors import second_step, stepup
from ..factors.stepup import confirmed_lately, safe_page
from ..protection import throttling
from ..sessions.page_language import set_page_language
from . import cookie, pins, session_lock
from .forms import NOT_THIS, LockForm, NewPinForm, PinSignInForm
from .models import SharedDevice
from .reach import may_have_pin

MOST, SECONDS = 60, 900
"""How often a PIN is tried on one device in so many seconds."""
form_page = require_http_methods(["GET", "HEAD", "POST"])


def is_too_often(device: SharedDevice) -> bool:
    """Count a try on `device`."""
    return counted(f"people:pin:{device.pk}", SECONDS) > MOST


@sensitive_post_parameters()
@never_cache
@form_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form of number and PIN, on a shared device only."""
    now = timezone.now()
    device = cookie.device_of(request, now=now)
    wanted = safe_page(request, request.POST.get("next") or request.GET.get("next", "")) or address(LANDING)
    if device is None or request.user.is_authenticated:
        return redirect("sign-in")
    form = PinSignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if is_too_often(device):
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        given = form.cleaned_data
        person = pins.person_with(number=given["username"], pin=given["pin"], device=device, now=now, request=request)
        if person is not None:
            return _begin(request, person, wanted)
        form.add_error(None, NOT_THIS)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"title": _("Sign in with your PIN"), "form": form, "device": device, "next": wanted}
    return render(request, "people/shared_devices/sign_in.html", context, status=status)


def _begin(request: HttpRequest, person: User, wanted: str) -> HttpResponse:
    """Sign the person in by PIN: such a session shows no factor and no password, and forgives no failures."""
    request.by_pin = True  # type: ignore[attr-defined]  # for the receivers
    request.has_failed = {throttling.account_of(person): False}  # type: ignore[attr-defined]
    login(request, person, backend=second_step.SIGNED_IN_BY)
    request.session[session_lock.BY_PIN] = True
    note("pin_used", by=person, person=person, request=request, now=timezone.now())
    response = redirect(wanted)
    set_page_language(response, person.language)
    return response


@login_required
@sensitive_post_parameters()
@never_cache
@form_page
@confirmed_lately
def set_pin(request: SignedInRequest) -> HttpResponse:
    """Show the form of a PIN for the shared device that one is at, and set it."""
    now = timezone.now()
    device = cookie.device_of(request, now=now)
    wanted = safe_page(request, request.POST.get("next") or request.GET.get("next", "")) or address(LANDING)
    if device is None or not may_have_pin(request.user, device):
        return redirect(wanted)
    form = NewPinForm(posted(request), person=request.user)
    if form.is_valid():
        pins.set_pin(person=request.user, device=device, pin=form.cleaned_data["pin"], now=now)
        return redirect(wanted)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"title": _("Set a PIN for this device"), "form": form, "device": device, "next": wanted}
    return render(request, "people/shared_devices/set_pin.html", context, status=status)


@login_required
@sensitive_post_parameters()
@never_cache
@form_page
def locked(request: SignedInRequest) -> HttpResponse:
    """Show the one page of a locked session. People who can show neither PIN nor password here sign in anew."""
    wanted = safe_page(request, request.POST.get("next") or request.GET.get("next", "")) or address(LANDING)
    if not session_lock.is_locked(request):
        return redirect(wanted)
    device = _device_of_session(request)
    with_pin = device is not None and pins.has_pin(request.user, device)
    form = None if device is None else LockForm(posted(request), request=request, with_pin=with_pin)
    if device is not None and form is not None and form.is_valid():
        if not with_pin:
            return _go_on(request, wanted, by_pin=False)
        if is_too_often(device):
            return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        if _is_own_pin(request, form.cleaned_data["pin"], device):
            return _go_on(request, wanted, by_pin=True)
        messages.error(request, NOT_THIS, extra_tags="id_pin")
        return redirect(f"{reverse('locked')}?{urlencode({'next': wanted})}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    context = {"title": _("This device is locked"), "form": form, "next": wanted}
    context["again"] = f"{reverse('sign-in')}?{urlencode({'next': wanted})}"
    return render(request, "people/shared_devices/locked.html", context, status=status)


def _device_of_session(request: SignedInRequest) -> SharedDevice | None:
    """Return the device at which the session began, if its person may unlock it there."""
    device = cookie.device_of(request, now=timezone.now())
    is_there = device is not None and device.pk == request.session.get(session_lock.DEVICE)
    return device if device is not None and is_there and may_have_pin(request.user, device) else None


def _is_own_pin(request: SignedInRequest, pin: str, device: SharedDevice) -> bool:
    number, now = request.user.service_number, timezone.now()
    return pins.person_with(number=number, pin=pin, device=device, now=now, request=request) == request.user


def _go_on(request: SignedInRequest, wanted: str, *, by_pin: bool) -> HttpResponse:
    """Redirect to the requested page; a form sent while locked is shown, to be sent on."""
    held = session_lock.unlock(request)
    request.session[session_lock.BY_PIN] = by_pin
    if not by_pin:
        stepup.confirm(request, now=timezone.now())
    if held is None:
        return redirect(wanted)
    return render(request, "people/shared_devices/held.html", {"title": _("Send what you had written"), "held": held})

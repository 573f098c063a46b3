"""The second step of signing in, one's second factor, and showing again who it is."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ...directory.models import User
from ...directory.requests import SignedInRequest
from ..protection.encryption import CannotBeRead
from ..sessions.factor_holders import has_factor
from . import policy, second_step, services, stepup, totp
from .forms import CodeForm, ConfirmForm, NewAppForm
from .receivers import FACTOR
from .responses import is_set_up, show_codes
from .stepup import confirmed_lately


@dataclass
class Factors:
    """`app` is one row or none, `codes_left` a number where there are recovery codes."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.app or self.passkeys)


def factors_of(person: User) -> Factors:
    """Return the factors of `person`. One statement."""
    factors = Factors()
    for row in Authenticator.objects.filter(user=person.pk).order_by("created_at"):
        if row.type == Authenticator.Type.TOTP:
            factors.app = row
        elif row.type == Authenticator.Type.WEBAUTHN:
            factors.passkeys.append(row)
        else:
            factors.codes_left = _left(row)
    return factors


def _left(row: Authenticator) -> int:
    try:
        return len(RecoveryCodes(row).get_unused_codes())
    except CannotBeRead:
        return 0


form_page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters()
@never_cache
@form_page
def second(request: HttpRequest) -> HttpResponse:
    """Show the request for the second factor, after the password."""
    now = timezone.now()
    person = second_step.waiting(request, now=now)
    if request.user.is_authenticated or person is None:
        return redirect("sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None, request=request, person=person)
    if form.is_valid():
        return redirect(second_step.finish(request, person))
    context = {"title": _("Confirm that it is you"), "form": form, "factors": factors_of(person)}
    return render(request, "people/factors/second_step.html", context)


@login_required
@require_safe
def factors(request: SignedInRequest) -> HttpResponse:
    """Show the viewer's factors besides the password; to staff without one, the date from which it is required."""
    now, mine = timezone.now(), factors_of(request.user)
    asked_from = None if mine.any else policy.asked_from(request.user, now=now)
    context = {
        "title": _("Second factor"),
        "factors": mine,
        "asked_from": asked_from,
        "is_over": asked_from is not None and now >= asked_from,
        "next": stepup.safe_page(request, request.GET.get("next", "")),
    }
    return render(request, "people/factors/factors.html", context)


@login_required
@sensitive_post_parameters()
@never_cache
@form_page
@confirmed_lately
def new_app(request: SignedInRequest) -> HttpResponse:
    """Show a QR code for an app on the phone, and the first code that it shows; then recovery codes, once."""
    if request.method != "POST":
        return _ask_for_app(request, NewAppForm(), totp.offer(request.user))
    form = NewAppForm(request.POST)
    try:
        offer = totp.offered(request.user, request.POST.get("secret", ""))
    except CannotBeRead:
        return redirect("new-app")
    if form.is_valid():
        try:
            codes = services.add_app(
                person=request.user, secret=offer.secret, code=form.cleaned_data["code"], now=timezone.now()
            )
        except services.WrongCode:
            form.add_error("code", _("This code does not fit. Look whether the clock of the phone is right."))
        except services.AlreadySetUp:
            return redirect("factors")
        else:
            return is_set_up(request, codes)
    return _ask_for_app(request, form, offer)


def _ask_for_app(request: SignedInRequest, form: NewAppForm, offer: totp.Offer) -> HttpResponse:
    context = {"title": _("Set up an app"), "form": form, "offer": offer}
    return render(request, "people/factors/new_app.html", context)


@login_required
@never_cache
@require_POST
@confirmed_lately
def new_codes(request: SignedInRequest) -> HttpResponse:
    """Make and show other recovery codes; the earlier ones no longer work."""
    if not has_factor(request.user):
        raise Http404
    return show_codes(request, services.new_recovery_codes(person=request.user, now=timezone.now()))


@login_required
@require_POST
@confirmed_lately
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take one's own factor away."""
    if not services.remove(person=request.user, pk=pk, now=timezone.now()):
        raise Http404
    if not has_factor(request.user):
        request.session.pop(FACTOR, None)
    messages.success(request, _("The factor is removed."))
    return redirect("factors")


@login_required
@sensitive_post_parameters()
@form_page
def confirm_yourself(request: SignedInRequest) -> HttpResponse:
    """Ask for password or code again, and redirect to the page that asked for it."""
    wanted = stepup.safe_page(request, request.POST.get("next") or request.GET.get("next", "")) or address(LANDING)
    data = request.POST if request.method == "POST" else None
    form = ConfirmForm(data, request=request, with_code=has_factor(request.user))
    if form.is_valid():
        request.session.cycle_key()
        stepup.confirm(request, now=timezone.now())
        return redirect(wanted)
    return stepup.confirm_page(request, form, next=wanted)


@login_required
@require_safe
def confirmed_file(request: SignedInRequest) -> HttpResponse:
    """Show the page on which the download begins that asked for confirmation, with the way back."""
    file = stepup.safe_page(request, request.GET.get("file", ""))
    if not file:
        return redirect(address(LANDING))
    back = stepup.safe_page(request, request.GET.get("back", "")) or address(LANDING)
    return stepup.file_page(request, file, back=back)

"""Pages of those who look after shared devices: opening one, withdrawing it, and where there are any."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ...directory.choices import Role
from ...directory.decorators import for_administrators, for_helpers, posted
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from ...directory.tree import in_order
from ..factors.stepup import confirmed_lately
from . import cookie, services
from .forms import DeviceForm
from .reach import kept_by


@for_helpers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def devices(request: SignedInRequest) -> HttpResponse:
    """Show the shared devices that the viewer looks after. A POST makes the browser that sends it one, and signs
    out.
    """
    form = DeviceForm(posted(request), viewer=request.user)
    if form.is_valid():
        device, secret = services.open_device(**form.cleaned_data, by=request.user, now=timezone.now())
        logout(request)
        messages.success(request, _("“%(name)s” is a shared device now, and you are signed out.") % {"name": device})
        response = redirect("sign-in")
        cookie.keep(response, secret, device)
        return response
    good = kept_by(request.user).good(timezone.now())  # type: ignore[attr-defined]
    mine = Institution.objects.visible_to(request.user, Role.ADMINISTRATOR)
    context = {
        "title": _("Shared devices"),
        "form": form,
        "devices": good.select_related("institution", "opened_by").order_by("institution__path", "name", "pk"),
        "institutions": list(in_order(mine)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/shared_devices/devices.html", context, status=status)


@for_helpers
@require_POST
@confirmed_lately
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a device be shared no more."""
    if not services.withdraw(
        device=get_object_or_404(kept_by(request.user), pk=pk), by=request.user, now=timezone.now()
    ):
        raise Http404
    messages.success(request, _("The device is withdrawn: its PINs are deleted, and what was open on it has ended."))
    return redirect("academy:devices")


@for_administrators
@require_POST
@confirmed_lately
def switch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether an institution has shared devices."""
    institution = get_object_or_404(Institution.objects.visible_to(request.user, Role.ADMINISTRATOR), pk=pk)
    services.switch(institution=institution, on=request.POST.get("on") == "yes", by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("academy:devices")

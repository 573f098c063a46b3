"""Passkeys: the questions that a browser is asked, as JSON, and a new one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.foundation.interface.json_responses import as_json

from ...directory.requests import SignedInRequest
from . import passkeys, second_step
from .responses import is_set_up
from .stepup import confirmed_lately


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def new_passkey(request: SignedInRequest) -> HttpResponse:
    """Add a passkey of this device or of a key that is plugged in; then show recovery codes, once."""
    problems = []
    if request.method == "POST":
        answer = request.POST.get("credential", "")
        try:
            codes = passkeys.add(request=request, person=request.user, answer=answer, now=timezone.now())
        except passkeys.NotThisPasskey:
            problems = [("", _("That did not work. Try again."))]
        else:
            return is_set_up(request, codes)
    context = {"title": _("Set up a passkey"), "problems": problems}
    return render(request, "people/factors/new_passkey.html", context)


@login_required
@never_cache
@require_POST
@confirmed_lately
def begin_passkey(request: SignedInRequest) -> HttpResponse:
    """Return the request to the browser to make a passkey, as JSON."""
    return JsonResponse(passkeys.question_for_new(request, request.user))


@never_cache
@require_POST
def ask_passkey(request: HttpRequest) -> HttpResponse:
    """Return the request to the browser of a person who has shown their password: to show a passkey, as JSON."""
    person = second_step.waiting(request, now=timezone.now())
    if person is None:
        return as_json(_("Sign in again."), status=403)
    return JsonResponse(passkeys.question(request, person))


@require_POST
@never_cache
def show_passkey(request: HttpRequest) -> HttpResponse:
    """Take the second step by a passkey."""
    now = timezone.now()
    person = second_step.waiting(request, now=now)
    if person is None:
        return redirect("sign-in")
    try:
        passkeys.take(request=request, person=person, answer=request.POST.get("credential", ""), now=now)
    except passkeys.NotThisPasskey:
        return redirect("second-step")
    return redirect(second_step.finish(request, person))

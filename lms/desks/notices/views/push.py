"""Letting pushes come to this browser, the script that shows them there, and its page for a lost connection."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.interface.json_responses import as_json
from lms.foundation.interface.script_files import script
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.sessions import services as sessions
from lms.people.identity.shared_devices import session_lock

from .. import services
from ..channels.push import subscriptions


@require_safe
@cache_control(max_age=0, must_revalidate=True)
def worker(request: SignedInRequest) -> HttpResponse:
    """Show the service worker: at the root, since it is for all pages below its address."""
    return script("notices/worker.js")


@require_safe
@never_cache
def offline(request: SignedInRequest) -> HttpResponse:
    """Show the page that the service worker keeps, for when there is no connection: the same for everybody."""
    return render(request, "notices/offline.html")


@login_required
@require_POST
def subscribe(request: SignedInRequest) -> HttpResponse:
    """Let pushes come to this browser, or with `off` no more. On a device that a class shares they never do."""
    sent = request.POST
    if "off" in sent:
        subscriptions.unsubscribe(person=request.user, address=sent.get("address", ""))
        return HttpResponse(status=204)
    if not settings.PUSH_PRIVATE_KEY or request.session.get(session_lock.DEVICE):
        return as_json(_("Push notices do not work on this device."), status=409)
    now = timezone.now()
    try:
        subscriptions.subscribe(
            person=request.user,
            address=sent.get("address", ""),
            key=sent.get("key", ""),
            auth=sent.get("auth", ""),
            device=request.session.get(sessions.DEVICE, ""),
            began_at=sessions.signed_in_at(request, now=now),
            now=now,
        )
    except subscriptions.NoBrowser:
        return as_json(_("This browser does not accept push notices from here."), status=422)
    services.turn_on_unchosen(person=request.user, channel="push")
    return HttpResponse(status=204)

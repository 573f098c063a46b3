"""Views of the sessions in which one is signed in, and since when."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.plugins.pages import slots

from ...audit.actions import Kind, actions
from ...audit.lines import line
from ...audit.models import AuditEntry
from ...directory.requests import SignedInRequest
from ..factors.stepup import confirmed_lately
from ..sessions import services as sessions
from ..sessions.models import stored_key

ENTRIES = 30


@login_required
@require_safe
def own_sessions(request: SignedInRequest) -> HttpResponse:
    """Show one's devices, and the recent events of signing in. Three statements besides that of the session, and those
    of the panels.
    """
    slugs = [action.slug for action in actions.all() if action.kind == Kind.SIGN_IN]
    entries = AuditEntry.objects.filter(person=request.user.pk, action__in=slugs).order_by("-at", "-id")
    context = {
        "title": _("Where you are signed in"),
        "sessions": sessions.sessions_of(request.user, key=request.session.session_key, now=timezone.now()),
        "panels": slots.fill(slots.DEVICES, [request.user])[request.user.pk],
        "lines": [line(entry) for entry in entries.select_related("by", "person", "institution")[:ENTRIES]],
    }
    return render(request, "people/factors/sessions.html", context)


@login_required
@require_POST
@confirmed_lately
@transaction.atomic
def end_session(request: SignedInRequest) -> HttpResponse:
    """End one (`which` is the key of its row), all others (`others`) or all, this one too (`all`). What has ended
    already is none to end.
    """
    which = request.POST.get("which", "")
    if which in ("others", "all"):
        sessions.end_others(person=request.user, key=request.session.session_key)
    elif which == stored_key(request.session.session_key):
        which = "all"
    else:
        sessions.end(person=request.user, which=which, now=timezone.now())
    if which == "all":
        logout(request)
        return redirect("sign-in")
    messages.success(request, _("The session has ended. The person who used that device is signed out."))
    return redirect("sessions")

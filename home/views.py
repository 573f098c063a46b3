"""Landing page of each role."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.interface.navigation import landing_of


@login_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Redirect after signing in: on to the first place of one's bar. Who has no duty is told what to do."""
    place = landing_of(request.user)
    if place:
        return redirect(place)
    return render(request, "home/no_duty.html", {"title": _("You are signed in")})

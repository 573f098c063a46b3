"""A learner’s seats in runs, and the page of one: what they know, what they decide. A GET never writes."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.casework import Refused
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.learning.progress.journal.services import EventConflict
from lms.people.directory.clocks import at_home
from lms.people.directory.requests import SignedInRequest

from ..runs import services
from ..runs.models import Seat
from ..runs.scripts import texts_of
from .case_file import word_of
from .entry_data import read_entry
from .page_context import page_of, row_of
from .seat_view import Refusal


@require_safe
@at_home
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the runs in which one plays, those under way first."""
    rows = Seat.objects.of(request.user).select_related("run__activity", "run__cohort").order_by("-pk")[:50]
    language = get_language() or "en"
    found = [
        {
            "pk": row.pk,
            "title": row.run.activity.title_in(language),
            "run": row.run,
            "role": texts_of(row.run, language).of("seats", row.role).get("name", row.role),
        }
        for row in rows
    ]
    found.sort(key=lambda one: one["run"].status in ("debrief", "closed"))
    return render(request, "simulation/mine.html", {"title": _("My simulations"), "seats": found})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_home
def seat(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one’s own seat; by POST an entry from it."""
    if request.method == "POST":
        return _entered(request, pk)
    context = page_of(row_of(request.user, pk), timezone.now(), word=word_of(request.GET.get("q", "")))
    return render(request, "simulation/seat.html", context)


@require_safe
def leave_at_once(request: SignedInRequest) -> HttpResponse:
    """Show a page that says nothing of a case, for whoever wants it out of sight."""
    return render(request, "simulation/break.html", {"title": _("A short break")})


def _entered(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    try:
        verb, data, entry_id = read_entry(request.POST)
    except ValueError as error:
        row_of(request.user, pk)
        raise BadRequest(str(error)) from error
    try:
        services.record_own(key=pk, person=request.user, verb=verb, data=data, entry_id=entry_id, now=now)
    except Seat.DoesNotExist as error:
        raise Http404 from error
    except (Refused, EventConflict, NotInstalled) as why:
        context = page_of(row_of(request.user, pk), now, Refusal(verb, data), why)
        return render(request, "simulation/seat.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if verb == "opened":
        return redirect(f"{reverse('simulation:seat', args=[pk])}#file")
    messages.success(request, _("Recorded."))
    return redirect("simulation:seat", pk)

"""Views of the room of an exam: the list of learners and seats, giving seats, and both on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.files.views import offer
from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from ..choices import invigilated, teacher
from ..models import Sitting
from ..sittings import SittingOver
from ..times import times_of
from . import roll, services
from .forms import SeatsForm
from .paper import RoomPaper


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the learners of the exam, with seat and extra time; a POST gives all seats anew."""
    sitting = invigilated(request, pk)
    initial = {"rows": sitting.rows, "row_seats": sitting.row_seats, "order": services.Order.NUMBER}
    form = SeatsForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return _page(request, sitting, form)
    order = form.cleaned_data["order"]
    try:
        services.seat(sitting=sitting, hall=form.hall, order=order, by=request.user, now=timezone.now())
    except services.TooFewSeats as error:
        form.add_error("rows", str(error))
        return _page(request, sitting, form)
    except SittingOver as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Everybody has a seat."))
    return redirect("quiz:room", pk)


@require_POST
def rest(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show free seats for who has none."""
    sitting = invigilated(request, pk)
    try:
        services.seat_rest(sitting=sitting, by=request.user, now=timezone.now())
    except (services.TooFewSeats, SittingOver) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Everybody has a seat."))
    return redirect("quiz:room", pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer to make plan and list as a PDF, in the background."""
    teacher(request)
    return offer(request, RoomPaper.slug, {"sitting": pk}, back=reverse("quiz:room", args=[pk]))


def _page(request: SignedInRequest, sitting: Sitting, form: SeatsForm) -> HttpResponse:
    title = sitting.activity.title_in(get_language())
    tickets = roll.tickets_of(sitting)
    with clock_of(sitting.institution):
        times = times_of(sitting)
        context: dict[str, Any] = {
            "title": _("Room list and seats"),
            "quiz": title,
            "sitting": sitting,
            "form": form,
            "times": times,
            "lines": roll.lines(sitting, tickets, times),
            "plan": roll.table(sitting, tickets),
            "unseated": sum(ticket.seat is None for ticket in tickets) if sitting.rows else 0,
            "trail": [(_("Exams"), reverse("quiz:sittings")), (title, reverse("quiz:board", args=[sitting.pk]))],
        }
        return render(request, "quiz/exams/room.html", context, status=status_of(form))

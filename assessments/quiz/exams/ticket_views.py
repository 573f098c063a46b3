"""One learner of a sitting: where they are, extra minutes, let in again, close."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from . import codes, exception_services, sittings
from .choices import ticket_of
from .forms import ExtendForm, ReasonForm
from .models import Ticket


@require_safe
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the actions of the invigilator for this learner."""
    return _page(request, ticket_of(request, pk))


def _page(request: HttpRequest, ticket: Ticket, *, status: int = 200, **forms: object) -> HttpResponse:
    sitting, attempt = ticket.sitting, ticket.attempt
    quiz = sitting.activity.title_in(get_language())
    under_way = attempt is not None and attempt.closed_at is None
    context = {
        "title": ticket.learner.name,
        "ticket": ticket,
        "sitting": sitting,
        "quiz": quiz,
        "attempt": attempt,
        "under_way": under_way,
        "own_code": "" if ticket.used_at or sitting.closed_at else codes.spaced(codes.code(ticket.pk, ticket.nonce)),
        "trail": [(_("Exams"), reverse("quiz:sittings")), (quiz, reverse("quiz:board", args=[sitting.pk]))],
        "extend": ExtendForm(auto_id="extend_%s"),
        "again": ReasonForm(auto_id="again_%s"),
        "close": ReasonForm(auto_id="close_%s"),
    }
    with clock_of(sitting.institution):
        return render(request, "quiz/exams/ticket.html", context | forms, status=status)


@require_POST
def extend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show extra minutes for an attempt under way."""
    ticket, form = ticket_of(request, pk), ExtendForm(request.POST, auto_id="extend_%s")
    if not form.is_valid():
        return _page(request, ticket, status=422, extend=form)
    if ticket.attempt is None or ticket.attempt.closed_at is not None:
        messages.error(
            request,
            _(
                "This person has no attempt under way here. Give extra time beforehand as an exception, on the "
                "cohort’s page."
            ),
        )
        return redirect("quiz:ticket", pk)
    try:
        exception_services.extend(attempt=ticket.attempt, **form.cleaned_data, by=request.user, now=timezone.now())
    except (exception_services.NoReason, exception_services.NoPlace, exception_services.NotExtended) as error:
        messages.error(request, str(error))
        return redirect("quiz:ticket", pk)
    messages.success(
        request, _("%(name)s has %(minutes)s minutes more.") % {"name": ticket.learner.name, **form.cleaned_data}
    )
    return redirect("quiz:board", ticket.sitting_id)


@require_POST
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a new code."""
    ticket, form = ticket_of(request, pk), ReasonForm(request.POST, auto_id="again_%s")
    if not form.is_valid():
        return _page(request, ticket, status=422, again=form)
    try:
        new = sittings.let_in_again(ticket=ticket, **form.cleaned_data, by=request.user, now=timezone.now())
    except (sittings.SittingOver, sittings.StillInside) as error:
        messages.error(request, str(error))
        return redirect("quiz:ticket", pk)
    messages.success(request, _("There is a new code for %(name)s.") % {"name": ticket.learner.name})
    return redirect("quiz:ticket", new.pk)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Submit what this learner has under way."""
    ticket, form = ticket_of(request, pk), ReasonForm(request.POST, auto_id="close_%s")
    if not form.is_valid():
        return _page(request, ticket, status=422, close=form)
    try:
        sittings.close_for_one(ticket=ticket, **form.cleaned_data, by=request.user, now=timezone.now())
    except sittings.NothingUnderWay as error:
        messages.error(request, str(error))
    except NotInstalled as error:
        messages.error(request, unavailable_text(error))
    else:
        messages.success(request, _("The answers of %(name)s are submitted.") % {"name": ticket.learner.name})
    return redirect("quiz:board", ticket.sitting_id)

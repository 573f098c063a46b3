"""Pages of reports, for administrators: the list, the conversation of a report, and its outcome."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.audit.services import note_seen
from lms.people.directory.clocks import at_home
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import OwnCase

from . import services
from .access import reports_to
from .forms import OutcomeForm
from .models import Report
from .reports import READ_REPORTED, handle, involved
from .titles import name_of

ON_A_PAGE = 50


@require_safe
@never_cache
@at_home
def reports(request: SignedInRequest) -> HttpResponse:
    """Show the reports: open ones first, the oldest of them first; then the handled ones, the latest first."""
    rows = reports_to(request).order_by(F("handled_at").desc(nulls_first=True), "at", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Reported conversations"), "page": page}
    return render(request, "conversations/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@at_home
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the whole conversation that was reported, by whom and why, and what was done. That it was read is noted."""
    row, posted, now = get_object_or_404(reports_to(request), pk=pk), request.method == "POST", timezone.now()
    form = OutcomeForm(request.POST if posted else None)
    if posted and form.is_valid() and _handled(request, row, form):
        return redirect("conversations:reports")
    note_seen(READ_REPORTED, person=row.thread.learner, by=request.user, now=now, conversation=row.thread_id)
    context = {
        "title": name_of(row.thread),
        "report": row,
        "written": row.thread.messages.select_related("author").order_by("pk"),
        "form": form,
        "own": request.user.pk in involved(row),
        "trail": [(_("Reported conversations"), reverse("conversations:reports"))],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    return render(request, "conversations/report.html", context, status=status)


def _handled(request: SignedInRequest, row: Report, form: OutcomeForm) -> bool:
    try:
        handle(report=row, by=request.user, **form.cleaned_data, now=timezone.now())
    except (services.Refused, OwnCase) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The outcome is noted."))
    return True

"""A learner contests what is noted of them; somebody of the staff answers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.interface.stale_forms import status_of
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.clocks import at_home, clock_of
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import OwnCase

from . import attendance_services
from .access import teacher
from .forms import AnswerForm, ContestForm
from .models import Attendance

ON_A_PAGE = 50
AROUND = ("session__cohort", "session__institution", "session__activity", "learner", "answered_by", "by")


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one's own record of a session, and let one contest it."""
    row = get_object_or_404(Attendance.objects.of(request.user).select_related(*AROUND), pk=pk)
    posted = request.method == "POST"
    form = ContestForm(request.POST if posted else None)
    if posted and form.is_valid():
        try:
            attendance_services.contest(attendance=row, **form.cleaned_data, by=request.user, now=timezone.now())
        except attendance_services.NotContested as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your instructors see what you wrote, and answer."))
        return redirect("meetings:own", pk)
    with clock_of(row.session.institution):
        context = {"title": row.session.title, "row": row, "form": form}
        context["trail"] = [(_("My sessions"), reverse("meetings:mine"))]
        return render(request, "meetings/own.html", context, status=422 if posted else 200)


@require_safe
@at_home
def contests(request: SignedInRequest) -> HttpResponse:
    """Show the contested entries that are not yet answered, the oldest first."""
    rows = Attendance.objects.visible_to(teacher(request), *TEACHING_ROLES).not_of(request.user).contested()
    rows = rows.select_related("session__cohort", "learner").order_by("contested_at", "pk")
    context = {
        "title": _("Contested attendance"),
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "trail": [(pgettext("meeting", "Sessions"), reverse("meetings:index"))],
    }
    return render(request, "meetings/contests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a contested entry with the form of what counts from now on and the answer, and save it."""
    rows = Attendance.objects.visible_to(teacher(request), *TEACHING_ROLES).not_of(request.user)
    row = get_object_or_404(rows.select_related(*AROUND).exclude(contested_at=None), pk=pk)
    posted = request.method == "POST"
    form = AnswerForm(request.POST if posted else None, initial=AnswerForm.initial_of(row), session=row.session)
    if posted and form.is_valid() and _answered(request, row, form):
        return redirect("meetings:contests")
    with clock_of(row.session.institution):
        context: dict[str, Any] = {"title": row.learner.name, "row": row, "form": form}
        context["trail"] = [(_("Contested attendance"), reverse("meetings:contests"))]
        return render(request, "meetings/answer.html", context, status=status_of(form))


def _answered(request: SignedInRequest, row: Attendance, form: AnswerForm) -> bool:
    said = form.cleaned_data
    mark = attendance_services.Mark(row.learner_id, said["status"], said["missed"] or 0, said["reason"])
    try:
        attendance_services.answer(attendance=row, text=said["text"], mark=mark, by=request.user, now=timezone.now())
    except (attendance_services.NotContested, attendance_services.NotHeld, OwnCase) as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The answer is sent."))
    return True

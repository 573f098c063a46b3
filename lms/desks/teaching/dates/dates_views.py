"""Other dates for what was assigned, with whom they would touch."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.stale_forms import status_of
from lms.learning.progress.enrolments.date_changes import Withdrawn, change_dates, preview_change
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import refuse_own_case

from .date_forms import ChangedDatesForm, DatesForm, as_initial


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show other dates for an assignment: fill in (GET), see whom it touches (POST with `check`), save (POST)."""
    assignment, now = assignment_of(request, pk), timezone.now()
    told: dict[str, Any] = {"now": now, "kept": assignment.dates, "initial": _now(assignment)}
    if request.method != "POST":
        return _form(request, assignment, ChangedDatesForm(**told))
    form = ChangedDatesForm(request.POST, **told)
    if form.is_valid():
        form.set_dates(form.cleaned_data, assignment.zone)
    if form.errors:
        return _form(request, assignment, form, status=status_of(form))
    chosen: dict[str, Any] = {name: form.cleaned_data[name] for name in ("dates", "late_days")}
    if "check" in request.POST:
        touched = preview_change(assignment=assignment, now=now, **chosen)
        return _form(request, assignment, form, touched=touched, **chosen)
    try:
        change_dates(assignment=assignment, by=request.user, now=now, **chosen)
        messages.success(
            request, _("The dates are changed. Learners who are under way get them in a moment, and are told.")
        )
    except Withdrawn as error:
        messages.error(request, str(error))
    return redirect(back(assignment))


def assignment_of(request: SignedInRequest, pk: int, *, withdrawn: bool = False) -> Assignment:
    """Return one that the viewer may change, and where asked one that is `withdrawn`; 404 for any other. Nobody changes
    what is given to themselves alone.
    """
    rows = Assignment.objects.visible_to(request.user, *TEACHING_ROLES)
    rows = rows if withdrawn else rows.in_force()
    assignment = get_object_or_404(rows.select_related("course", "cohort__institution", "person__institution"), pk=pk)
    refuse_own_case(request.user, [assignment.person_id] if assignment.person_id else [])
    return assignment


def _now(assignment: Assignment) -> dict[str, object]:
    return as_initial(assignment.dates, assignment.late_days, assignment.zone)


def back(assignment: Assignment) -> str:
    """Return the address of what its cohort was assigned."""
    cohort = f"?cohort={assignment.cohort_id}" if assignment.cohort_id else ""
    return f"{reverse('teach:assignments')}{cohort}"


def about(assignment: Assignment, title: str) -> dict[str, Any]:
    """Return the context at the head of every page about the assignment."""
    return {
        "title": title,
        "assignment": assignment,
        "course": assignment.course.title_in(get_language()),
        "trail": [(_("My cohorts"), reverse("teach:cohorts")), (_("Assigned courses"), back(assignment))],
    }


def _form(
    request: HttpRequest, assignment: Assignment, form: DatesForm, *, status: int = 200, **effect: object
) -> HttpResponse:
    context = {**about(assignment, _("Change the dates")), "form": form, **effect}
    context["sent"] = [(name, form.data.get(name, "")) for name in form.fields] if effect else []
    return render(request, "teaching/dates.html", context, status=status)

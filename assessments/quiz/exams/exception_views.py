"""Exceptions for a cohort and its people: those that were made, and making one."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.plugins.pages.linked_pages import COHORT, COHORTS, address
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest
from lms.people.directory.rules import is_member

from . import exception_services
from .choices import cohort_of, quizzes
from .exception_texts import exceptions_in_words
from .forms import ExceptionForm
from .models import Override

LONGEST = 200


@require_http_methods(["GET", "HEAD", "POST"])
def exceptions(request: SignedInRequest, cohort: int) -> HttpResponse:
    """Show the exceptions of the cohort and of its people, with the reasons, and a form to give more."""
    row = cohort_of(request, cohort)
    own = is_member(request.user, row)
    form = _form(request, row, own=own)
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, form)
            return redirect("quiz:exceptions", cohort)
        except (exception_services.NoReason, exception_services.NoPlace) as error:
            form.add_error(None, str(error))
    context = {
        "title": _("Exceptions for %(cohort)s") % {"cohort": row.name},
        "cohort": row,
        "form": form,
        "own": own,
        "lines": _lines(request, row),
        "trail": [(_("My cohorts"), address(COHORTS)), (row.name, address(COHORT, cohort))],
    }
    return render(request, "quiz/exams/exceptions.html", context, status=422 if request.method == "POST" else 200)


def _form(request: SignedInRequest, cohort: Cohort, *, own: bool) -> ExceptionForm:
    """Return the form; where the cohort is the viewer's `own`, for its other people one by one."""
    people = (
        User.objects.visible_to(request.user, *TEACHING_ROLES)
        .filter(cohort_places__cohort=cohort)
        .exclude(pk=request.user.pk)
    )
    data = request.POST if request.method == "POST" else None
    return ExceptionForm(
        data,
        cohort=cohort,
        quizzes=quizzes(cohort, language=get_language()),
        people=list(people.order_by("name", "pk")),
        everybody=not own,
    )


def _give(request: SignedInRequest, form: ExceptionForm) -> None:
    given = exception_services.give(
        activity=form.quiz,
        whom=form.target,
        allowed=form.allowed,
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    behind = exception_services.attempts_to_adjust(given)
    if not behind:
        messages.success(request, _("The exception holds from now on, also for attempts under way."))
        return
    names = ", ".join(attempt.enrolment.learner.name for attempt in behind)
    text = _(
        "The exception holds from now on, but the time of attempts under way could not be changed yet: %(names)s. "
        "Look again later."
    )
    messages.warning(request, text % {"names": names})


def _lines(request: SignedInRequest, cohort: Cohort) -> list[Any]:
    """Return exceptions of the cohort and of its people that the viewer may see, those in force first."""
    rows = Override.objects.visible_to(request.user, *TEACHING_ROLES).filter(
        Q(cohort=cohort) | Q(learner__cohort_places__cohort=cohort)
    )
    listed = rows.select_related("activity", "learner", "cohort", "by").order_by("replaced_at", "-at", "-pk")[:LONGEST]
    return exceptions_in_words(sorted(listed, key=lambda row: row.replaced_at is not None), language=get_language())

"""Taking back what was assigned: what it would do, and doing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.learning.progress.enrolments import withdrawal_services
from lms.people.directory.requests import SignedInRequest

from .dates_views import about, assignment_of, back


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how many enrolments are taken back and how many stay (GET); withdraw the assignment (POST)."""
    assignment = assignment_of(request, pk, withdrawn=request.method == "POST")
    if request.method == "POST":
        withdrawal_services.withdraw(assignment=assignment, by=request.user, now=timezone.now())
        messages.success(request, _("Withdrawn. All work is kept, and the learners are told."))
        return redirect(back(assignment))
    context = {
        **about(assignment, _("Withdraw the assignment")),
        "undone": withdrawal_services.preview_withdrawal(assignment),
        "back": back(assignment),
    }
    return render(request, "teaching/withdraw.html", context)

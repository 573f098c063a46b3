"""View in which the editor of a checklist takes criteria over from a rubric of the question bank."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface.parsing import whole_number
from lms.people.directory.requests import SignedInRequest

from .models import ChecklistPage
from .rubrics import TooMany, rubrics_for, take_over


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: SignedInRequest, page: int) -> HttpResponse:
    """Choose a rubric; its criteria follow those of the page, as a draft."""
    checklist = get_object_or_404(ChecklistPage, pk=page)
    if not checklist.permissions_for_user(request.user).can_edit():
        raise Http404
    rubrics = rubrics_for(checklist, request.user)
    edit = reverse("wagtailadmin_pages:edit", args=[page])
    if request.method == "POST":
        wanted = whole_number(request.POST.get("question"), digits=18)
        chosen = next((found for question, found in rubrics if question.pk == wanted), None)
        if chosen and _taken_over(request, checklist, chosen):
            return redirect(edit)
    context = {
        "title": _("Take criteria over"),
        "rubrics": rubrics,
        "language": checklist.locale.language_code,
        "trail": [(checklist.get_admin_display_title(), edit)],
    }
    return render(request, "observation/criteria.html", context, status=422 if request.method == "POST" else 200)


def _taken_over(request: SignedInRequest, checklist: ChecklistPage, chosen: list) -> bool:
    try:
        take_over(checklist, chosen, by=request.user)
    except TooMany:
        messages.error(request, _("That would be too many criteria: a checklist has 30 at most."))
        return False
    messages.success(request, _("The criteria are added at the end. Say which must be reached, then publish."))
    return True

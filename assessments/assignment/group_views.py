"""View in which an instructor puts the people of a cohort into groups."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.quiz.desk.views import must_teach
from lms.foundation.plugins.pages.linked_pages import COHORT, address
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest

from . import groups
from .tab import TAB, tasks_of


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: SignedInRequest, cohort: int, activity: UUID) -> HttpResponse:
    """Show the people of a cohort with their groups at a hand-in, and save them."""
    must_teach(request)
    row = get_object_or_404(Cohort.objects.taught_by(request.user), pk=cohort)
    task = next((one for one in tasks_of(row) if one.activity == activity and one.in_groups), None)
    if task is None:
        raise Http404
    people = list(row.people.order_by("name", "pk"))
    if request.method == "POST":
        sent = {one.pk: request.POST.get(f"group-{one.pk}", "").replace("\x00", "") for one in people}
        groups.arrange(cohort=row, activity=activity, names=sent)
        messages.success(request, _("The groups are saved."))
        return redirect("assignment:groups", cohort, activity)
    names = groups.names_in(row, activity)
    context = {
        "title": _("Groups: %(title)s") % {"title": task.title},
        "trail": [
            (row.name, address(COHORT, row.pk)),
            (_("Hand-ins"), f"{address(COHORT, row.pk)}more/{TAB}/"),
        ],
        "people": [(one, names.get(one.pk, "")) for one in people],
        "names": sorted(set(names.values())),
    }
    return render(request, "assignment/groups.html", context)

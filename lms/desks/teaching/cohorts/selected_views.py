"""Actions for the people who were chosen on the page of a cohort, or on “Today”."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.pages import linked_pages
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest

from ..dates.chosen import MOST
from ..standing.filters import Filters

HERE = {"remind": "teach:remind", "extend": "teach:more-time", "withdraw": "teach:withdraw-people"}


@login_required
@require_POST
def selected(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go on to the page on which the chosen people of the cohort are reminded, given more time, freed from a
    course, or written to.
    """
    cohort = get_object_or_404(Cohort.objects.taught_by(request.user).select_related("institution"), pk=pk)
    filters, wish = Filters.read(request.POST), request.POST.get("do", "")
    writing = writing_to(cohort) if wish == "write" else ""
    named = [("person", str(person)) for person in _chosen(request, cohort)]
    if not named:
        messages.error(request, _("Choose at least one person, then what to do."))
        return redirect(f"{reverse('teach:cohort', args=[pk])}?{filters.query()}")
    if not writing and wish not in HERE:
        raise Http404
    if writing:
        return redirect(f"{writing}?{urlencode(named)}")
    course = [("course", str(filters.course))] if filters.course else []
    return redirect(f"{reverse(HERE[wish])}?{urlencode([('cohort', str(pk)), *course, *named])}")


def writing_to(cohort: Cohort) -> str:
    """Return the address of the page on which one writes to people of the cohort; empty where no room has one, or its
    plugin is off there.
    """
    return linked_pages.address_where_on(linked_pages.WRITE_TO_PEOPLE, cohort.pk, at=cohort.institution)


def _chosen(request: SignedInRequest, cohort: Cohort) -> list[int]:
    """Return the people of the cohort who were ticked, or all who were on the page; never the viewer."""
    named = request.POST.getlist("person")
    if request.POST.get("everybody"):
        named = request.POST.get("page_people", "").split(",")
    wanted = {number for text in named[:MOST] if (number := whole_number(text)) is not None}
    people = cohort.people.filter(pk__in=wanted).exclude(pk=request.user.pk)
    return list(people.order_by("pk").values_list("pk", flat=True))

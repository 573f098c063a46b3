"""Actions for the people who were chosen on the page of a cohort."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.pages import linked_pages
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest

from ..dates.reminders import ReminderCounts, remind_people
from ..standing.filters import Filters
from ..standing.statements import in_order

ELSEWHERE = {"extend": linked_pages.EXTENSIONS, "write": linked_pages.WRITE_TO_PEOPLE}
"""What other rooms have pages for."""
MOST = 200


@login_required
@require_POST
def selected(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remind the chosen people of the cohort, or go on to the page on which something else is done for them."""
    cohort = get_object_or_404(Cohort.objects.taught_by(request.user).select_related("institution"), pk=pk)
    filters, wish = Filters.read(request.POST), request.POST.get("do", "")
    given = [
        one
        for one in in_order(Assignment.objects.in_force().filter(cohort=cohort))
        if filters.course in (None, one.course_id)
    ]
    people, there = _chosen(request, cohort), ""
    if not people:
        messages.error(request, _("Choose at least one person, then what to do."))
    elif wish == "remind":
        courses = [one.course for one in given]
        _say(request, remind_people(cohort=cohort, people=people, courses=courses, by=request.user, now=timezone.now()))
    elif has_page(wish, cohort):
        there = _address(request, wish, cohort, given, people)
    else:
        raise Http404
    return redirect(there or f"{reverse('teach:cohort', args=[pk])}?{filters.query()}")


def has_page(wish: str, cohort: Cohort) -> bool:
    """Return whether there is a page that does `wish` for people of the cohort, and its plugin is on there."""
    page = ELSEWHERE.get(wish, "")
    return bool(linked_pages.address_where_on(page, cohort.pk, at=cohort.institution))


def _chosen(request: SignedInRequest, cohort: Cohort) -> list[User]:
    """Return the people of the cohort who were ticked, or all who were on the page; never the viewer."""
    named = request.POST.getlist("person")
    if request.POST.get("everybody"):
        named = request.POST.get("page_people", "").split(",")
    wanted = {number for text in named[:MOST] if (number := whole_number(text)) is not None}
    return list(cohort.people.filter(pk__in=wanted).exclude(pk=request.user.pk).order_by("pk"))


def _address(request: SignedInRequest, wish: str, cohort: Cohort, given: list[Assignment], people: list[User]) -> str:
    """Return the page of another room for these people; nothing where it is of one course, and nobody said of which."""
    named = urlencode([("person", str(person.pk)) for person in people])
    if wish == "write":
        return f"{linked_pages.address(linked_pages.WRITE_TO_PEOPLE, cohort.pk)}?{named}"
    if len(given) != 1:
        messages.error(request, _("Choose the course under “Columns” first: each has a deadline of its own."))
        return ""
    return f"{linked_pages.address(linked_pages.EXTENSIONS, given[0].pk)}?{named}"


def _say(request: SignedInRequest, reminded: ReminderCounts) -> None:
    if reminded.told:
        text = ngettext("%(count)s person is reminded.", "%(count)s people are reminded.", reminded.told)
        messages.success(request, text % {"count": reminded.told})
    if reminded.before:
        text = ngettext(
            "%(count)s person was reminded of this today already.",
            "%(count)s people were reminded of this today already.",
            reminded.before,
        )
        messages.info(request, text % {"count": reminded.before})
    if reminded.done:
        text = ngettext(
            "%(count)s person has nothing left to do here.",
            "%(count)s people have nothing left to do here.",
            reminded.done,
        )
        messages.info(request, text % {"count": reminded.done})

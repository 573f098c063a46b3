"""More time for learners, with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface import words
from lms.learning.progress.enrolments.extension_services import extend as give_time
from lms.learning.progress.enrolments.extension_services import of_enrolments
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records.people_search import of_words
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.clocks import zone_of
from lms.people.directory.names import name_and_number
from lms.people.directory.requests import SignedInRequest

from ..standing.renewal import renew_people
from .chosen import ChosenPeople, people_named
from .date_forms import ExtendForm, MoreTimeForm
from .dates_views import about, assignment_of, back

LISTED = 100
"""So many people are offered at once, the most urgent first; the others are found by name."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show more time for those who have not completed what was assigned; never for oneself."""
    assignment, now = assignment_of(request, pk), timezone.now()
    rows = _under_way(request, assignment)
    known: dict[str, Any] = {"known": rows, "labels": [_label(row, now) for row in rows], "zone": assignment.zone}
    form = ExtendForm(request.POST or None, initial=_ticked(request, rows), now=now, **known)
    if request.method == "POST" and form.is_valid():
        _give(request, form, now=now)
        return redirect(back(assignment))
    extensions = of_enrolments(rows)
    context = {
        **about(assignment, _("Give more time")),
        "form": form,
        "back": back(assignment),
        "sought": request.GET.get("q", ""),
        "is_more": len(rows) == LISTED,
        "extensions": [(row, one) for row in rows for one in extensions[row.pk]],
    }
    return render(request, "teaching/extend.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def more_time(request: SignedInRequest) -> HttpResponse:
    """Show more time for chosen people, and ask for which of their courses; the one that is due first is proposed."""
    chosen, now = ChosenPeople.of(request), timezone.now()
    rows = chosen.with_deadline
    titles = _titles(rows, now)
    first = chosen.course if chosen.course in titles else next(iter(titles), "")
    known: dict[str, Any] = {"known": rows, "titles": list(titles.items()), "zone": zone_of(chosen.institution)}
    initial = {"course": first, "who": list({row.learner_id for row in rows})}
    form = MoreTimeForm(request.POST or None, initial=initial, now=now, **known)
    if request.method == "POST" and form.is_valid():
        _give(request, form, now=now)
        return redirect(chosen.back)
    context = {"title": _("Give more time"), "trail": chosen.trail, "form": form, "back": chosen.back}
    return render(request, "teaching/extend.html", context, status=422 if request.method == "POST" else 200)


def _titles(rows: Sequence[Enrolment], now: datetime) -> dict[str, str]:
    """Return the titles of the courses by id, each with the first day by which one of the people has to do it."""
    titles: dict[str, str] = {}
    language, today = get_language() or "en", timezone.localdate(now)
    for row in rows:
        due = words.day(row.due_at or row.closes_at or now, today=today)
        titles.setdefault(str(row.course_id), f"{row.course.title_in(language)} · {due}")
    return titles


def _give(request: SignedInRequest, form: ExtendForm, *, now: datetime) -> None:
    filled, chosen = form.cleaned_data, form.chosen
    given = give_time(enrolments=chosen, until=filled["until"], reason=filled["reason"], by=request.user, now=now)
    renew_people({row.learner_id for row in chosen}, now=now)
    _say(request, given=len(given), chosen=len(chosen))


def _under_way(request: SignedInRequest, assignment: Assignment) -> list[Enrolment]:
    """Return the enrolments that may be given more time: of people whom the viewer teaches, never of the viewer; the
    earliest due first.
    """
    rows = Enrolment.objects.visible_to(request.user, *TEACHING_ROLES).not_of(request.user).under_way()
    rows = rows.filter(assignment=assignment).select_related("learner").order_by("due_at", "learner__name", "pk")
    sought, people = " ".join(request.GET.get("q", "").replace("\x00", "").split()), people_named(request)
    if people:
        rows = rows.filter(learner__in=people)
    elif sought:
        rows = of_words(rows, sought, person="learner")
    return list(rows[:LISTED])


def _ticked(request: HttpRequest, rows: list[Enrolment]) -> dict[str, object]:
    return {"who": [str(row.pk) for row in rows]} if people_named(request) else {}


def _label(row: Enrolment, now: Any) -> str:
    last = row.due_at or row.closes_at
    day = words.day(last, today=timezone.localdate(now)) if last else "–"
    return name_and_number(row.learner, day)


def _say(request: HttpRequest, *, given: int, chosen: int) -> None:
    if given:
        text = ngettext("%(count)s person has more time.", "%(count)s people have more time.", given)
        messages.success(request, text % {"count": given})
    if given < chosen:
        text = ngettext(
            "%(count)s person had as much time already.", "%(count)s people had as much time already.", chosen - given
        )
        messages.info(request, text % {"count": chosen - given})

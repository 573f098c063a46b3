"""Giving courses to a cohort: choose, see what it does, confirm, watch."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.impact import parts_of
from lms.foundation.work.progress import Progress
from lms.learning.progress.enrolments.assignment_preview import preview_assignment, preview_people
from lms.learning.progress.enrolments.assignment_services import assign as assign_courses
from lms.learning.progress.enrolments.personal_assignments import assign_to_people
from lms.learning.progress.journal.services import CourseClosed
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User
from lms.people.directory.parameters import named_cohort
from lms.people.directory.requests import SignedInRequest

from ..standing.statements import visible_cohorts
from .assign_forms import AssignForm, zone_of
from .assignment_counts import given, totals

LATEST = 50
SENT = ("cohort", "numbers", "kind", "due", "opens", "closes", "late_days")
"""What the page of the effect sends on as it came."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedInRequest) -> HttpResponse:
    """Choose (GET), see the effect (`check`), go back to the choice (`change`), confirm (POST). Service numbers are
    sent by POST: an address would be too long for an intake, and is written into logs.
    """
    if not Cohort.objects.taught_by(request.user).exists():
        return _nothing_to_assign_to(request)
    now, sent = timezone.now(), request.POST or request.GET
    if "change" in sent or (request.method != "POST" and "check" not in sent):
        form = AssignForm(initial=_preselected(sent), viewer=request.user, now=now)
        return render(request, "teaching/assign.html", {"title": _("Assign course"), "form": form})
    form = AssignForm(sent, viewer=request.user, now=now)
    if not form.is_valid():
        return render(request, "teaching/assign.html", {"title": _("Assign course"), "form": form}, status=422)
    if "check" in sent:
        return _effect(request, form, sent)
    try:
        _assign(form, by=request.user, now=now)
    except CourseClosed as error:
        messages.error(request, str(error))
        return redirect("teach:assign")
    cohort = form.cleaned_data["cohort"]
    return redirect(f"{reverse('teach:assignments')}{f'?cohort={cohort.pk}' if cohort else ''}")


def _assign(form: AssignForm, *, by: User, now: datetime) -> None:
    chosen = form.cleaned_data
    given: dict[str, Any] = {"programmes": chosen["programmes"], "by": by, "now": now}
    with transaction.atomic():
        for people, courses in chosen["recipients"]:
            given["courses"] = courses
            if chosen["cohort"]:
                assign_courses(cohort=chosen["cohort"], dates=chosen["dates"], late_days=chosen["late_days"], **given)
            else:
                assign_to_people(people=people, dates_of=lambda person: form.dates_in(zone_of(person)), **given)


@login_required
@require_GET
def assignments(request: SignedInRequest) -> HttpResponse:
    """Show the courses that a cohort (or any of one’s cohorts) was assigned, and how many of its learners are enrolled,
    have begun and have completed each.
    """
    cohort = named_cohort(request, visible_cohorts(request.user))
    own = Assignment.objects.visible_to(request.user, *TEACHING_ROLES).filter(pk=OuterRef("pk"))
    rows = Assignment.objects.visible_to(request.user).in_force().annotate(may_change=Exists(own))
    rows = rows.select_related("course", "cohort", "person", "programme", "assigned_by").order_by("-assigned_at", "pk")
    chosen = rows.filter(cohort=cohort) if cohort else rows[:LATEST]
    given_rows = given(list(chosen), language=get_language(), now=timezone.now())
    trail = [(_("My cohorts"), reverse("teach:cohorts"))]
    if cohort:
        trail.append((cohort.name, reverse("teach:cohort", args=[cohort.pk])))
    context = {
        "title": _("Assigned courses"),
        "trail": trail,
        "cohort": cohort,
        "progress": _progress() if any(one.running for one in given_rows) else None,
        "rows": given_rows,
        "totals": totals(given_rows) if len(given_rows) > 1 else None,
        "may_assign": cohort.may_change if cohort else Cohort.objects.taught_by(request.user).exists(),
    }
    return render(request, "teaching/assignments.html", context)


def _progress() -> Progress:
    text = _("People are being enrolled. This page brings itself up to date; you may also leave it, the work goes on.")
    return Progress(is_working=True, sentence=text, has_bar=False)


def _effect(request: HttpRequest, form: AssignForm, sent: QueryDict) -> HttpResponse:
    chosen, language = form.cleaned_data, get_language()
    cohort, people, recipients = chosen["cohort"], chosen["people"], chosen["recipients"]
    effects = preview_assignment(cohort=cohort, courses=recipients[0][1]) if cohort else preview_people(recipients)
    nowhere = max(effect.without_institution for effect in effects)
    context = {
        "title": _("What will happen"),
        "trail": [(_("Assign course"), f"{reverse('teach:assign')}?{_as_address(sent)}")],
        "chosen": chosen,
        "dates": chosen["dates"],
        "late_days": chosen["late_days"],
        "sent": [(name, sent.get(name, "")) for name in SENT],
        "picked": [(name, value) for name in ("course", "programme", "choice") for value in sent.getlist(name)],
        "effects": [(effect, effect.course.title_in(language)) for effect in effects],
        "new": sum(effect.new for effect in effects),
        "excluded": nowhere,
        "elsewhere": effects[0].elsewhere,
        "unable": [_unable(effect, language) for effect in effects if effect.unable.people],
        "refused": sum(len(effect.refused) for effect in effects),
        "unplaced": _unplaced(cohort, people) if nowhere or people else [],
        "have_it": [(effect, effect.course.title_in(language), effect.have_it[:LATEST]) for effect in effects],
    }
    return render(request, "teaching/effect.html", context)


def _unable(effect: Any, language: str | None) -> tuple[int, str, object]:
    """Return how many people could not complete the course, its title, and the parts that prevent it."""
    return effect.unable.people, effect.course.title_in(language), parts_of(effect.unable, language or "")


def _unplaced(cohort: Cohort | None, people: Sequence[User]) -> Sequence[User]:
    """Return the first of those who serve at no institution, so that nothing is assigned to them."""
    if cohort is None:
        return [person for person in people if person.institution is None]
    return list(cohort.people.filter(institution=None).order_by("name")[:LATEST])


def _as_address(sent: QueryDict) -> str:
    """Return the choices as parameters of an address, without service numbers."""
    params = sent.copy()
    for name in ("check", "numbers", "csrfmiddlewaretoken"):
        params.pop(name, None)
    return params.urlencode()


def _preselected(params: QueryDict) -> dict[str, object]:
    return {
        "course": params.getlist("course"),
        "programme": params.getlist("programme"),
        **{name: params[name] for name in SENT[1:] if name in params},
        "cohort": whole_number(params.get("cohort")),
    }


def _nothing_to_assign_to(request: SignedInRequest) -> HttpResponse:
    """Answer teachers without a cohort are told; whoever does not teach finds no such page."""
    if not request.user.duties & {"instructor", "administrator"} or request.method == "POST":
        raise Http404
    return render(request, "teaching/nothing.html", {"title": _("Assign course")})

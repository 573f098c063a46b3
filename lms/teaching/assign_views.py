"""Giving courses to a cohort: choose, see what it does, confirm, watch."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.interface.parsing import whole_number
from lms.people.models import Cohort
from lms.people.parameters import named_cohort
from lms.people.requests import SignedInRequest
from lms.plugins.impact import parts_of
from lms.progress.assigning import assign as assign_courses
from lms.progress.assigning import preview_assignment
from lms.progress.models import Assignment
from lms.progress.services import CourseClosed
from lms.work.progress import Progress

from .assignment_counts import given, totals
from .forms import AssignForm
from .statements import visible_cohorts

LATEST = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedInRequest) -> HttpResponse:
    """Choose (GET), see the effect (GET with `check`), confirm (POST)."""
    if not Cohort.objects.taught_by(request.user).exists():
        return _nothing_to_assign_to(request)
    now = timezone.now()
    if request.method != "POST" and "check" not in request.GET:
        form = AssignForm(initial=_preselected(request), viewer=request.user, now=now)
        return render(request, "teaching/assign.html", {"title": _("Assign course"), "form": form})
    form = AssignForm(request.POST or request.GET, viewer=request.user, now=now)
    if not form.is_valid():
        return render(request, "teaching/assign.html", {"title": _("Assign course"), "form": form}, status=422)
    if request.method != "POST":
        return _effect(request, form)
    chosen = form.cleaned_data
    try:
        assign_courses(
            cohort=chosen["cohort"], courses=chosen["courses"], due_at=chosen["due_at"], by=request.user, now=now
        )
    except CourseClosed as error:
        messages.error(request, str(error))
        return redirect("teach:assign")
    return redirect(f"{reverse('teach:assignments')}?cohort={chosen['cohort'].pk}")


@login_required
@require_GET
def assignments(request: SignedInRequest) -> HttpResponse:
    """What a cohort (or any of one's cohorts) was assigned, and how many of its learners are enrolled,
    have begun and have completed it.
    """
    cohort = named_cohort(request, visible_cohorts(request.user))
    rows = Assignment.objects.visible_to(request.user).select_related("course", "cohort", "assigned_by")
    rows = rows.order_by("-assigned_at", "pk")
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


def _effect(request: HttpRequest, form: AssignForm) -> HttpResponse:
    chosen, language = form.cleaned_data, get_language()
    effects = preview_assignment(cohort=chosen["cohort"], courses=chosen["courses"])
    context = {
        "title": _("What will happen"),
        "trail": [(_("Assign course"), f"{reverse('teach:assign')}?{_without_check(request)}")],
        "chosen": chosen,
        "effects": [(effect, effect.course.title_in(language)) for effect in effects],
        "new": sum(effect.new for effect in effects),
        "excluded": effects[0].without_institution,
        "elsewhere": effects[0].elsewhere,
        "unable": [
            (effect.unable.people, effect.course.title_in(language), parts_of(effect.unable, language))
            for effect in effects
            if effect.unable.people
        ],
        "refused": sum(len(effect.refused) for effect in effects),
        "unplaced": chosen["cohort"].people.filter(institution=None).order_by("name")[:LATEST]
        if effects[0].without_institution
        else [],
    }
    return render(request, "teaching/effect.html", context)


def _without_check(request: HttpRequest) -> str:
    params = request.GET.copy()
    params.pop("check", None)
    return params.urlencode()


def _preselected(request: HttpRequest) -> dict[str, object]:
    params = request.GET
    return {
        "course": params.getlist("course"),
        "programme": params.getlist("programme"),
        "due": params.get("due", ""),
        "cohort": whole_number(params.get("cohort")),
    }


def _nothing_to_assign_to(request: SignedInRequest) -> HttpResponse:
    """Teachers without a cohort are told; whoever does not teach finds no such page."""
    if not request.user.duties & {"instructor", "administrator"} or request.method == "POST":
        raise Http404
    return render(request, "teaching/nothing.html", {"title": _("Assign course")})

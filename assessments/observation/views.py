"""Observing: what is there, who is observed, and throwing a draft away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.identifiers import uuid7, uuid7_of
from lms.people.administration.records.people_search import of_words
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort, User
from lms.people.directory.requests import SignedInRequest

from . import services
from .access import AROUND, cohort_of, draft_of, teacher
from .checklists import ChecklistRow, checklists_of, current_definition, enrolments_of
from .counts import count_levels, counted_of, last_levels
from .models import Finding, Observation
from .tab import tab_of, trail_of

ON_A_PAGE = 100


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show one's drafts, and what was signed where one teaches, the latest first."""
    rows = Observation.objects.visible_to(teacher(request), *TEACHING_ROLES).select_related(*AROUND)
    signed = rows.signed().order_by("-signed_at", "-pk")
    context = {
        "title": _("Checklists"),
        "drafts": list(rows.drafts_of(request.user).order_by("-saved_at")[:20]),
        "page": Paginator(signed, 50).get_page(request.GET.get("page")),
    }
    return render(request, "observation/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, cohort: int, activity: UUID) -> HttpResponse:
    """Choose who is observed."""
    row = cohort_of(request, cohort)
    listed = _listed(row, activity)
    problem, people = "", _chosen(request, row) if request.method == "POST" else []
    if request.method == "POST":
        about: dict[str, Any] = {"key": _key(request), "cohort": row, "activity": activity, "people": people}
        try:
            draft = services.start(**about, by=request.user, now=timezone.now())
        except services.NotObservable as error:
            problem = str(error)
        else:
            return redirect("observation:show", draft.pk)
    context = _choosing(request, row, listed) | {"problems": [("people", problem)] if problem else [], "chosen": people}
    return render(request, "observation/begin.html", context, status=422 if problem else 200)


def _key(request: SignedInRequest) -> UUID:
    """Return the key of the draft that the form begins: sent twice, it begins one."""
    try:
        return uuid7_of(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def _listed(cohort: Cohort, activity: UUID) -> ChecklistRow:
    found = next((one for one in checklists_of(cohort) if one.activity == activity), None)
    if found is None:
        raise Http404
    return found


def _chosen(request: SignedInRequest, cohort: Cohort) -> list[int]:
    """Return the chosen people, each once. 404 where one of them is not in the cohort."""
    numbers = {whole_number(text, digits=18) for text in request.POST.getlist("people")[: 2 * services.MOST_PEOPLE]}
    known = set(cohort.members.filter(user__in=numbers - {None}).values_list("user_id", flat=True))
    if numbers != known:
        raise Http404
    return sorted(known)


def _choosing(request: SignedInRequest, cohort: Cohort, listed: ChecklistRow) -> dict[str, object]:
    word = " ".join(request.GET.get("q", "").split())[:80]
    people = User.objects.filter(cohort_places__cohort=cohort).exclude(pk=request.user.pk).order_by("name", "pk")
    if word:
        people = of_words(people, word)
    page = Paginator(people, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [one.pk for one in page]
    enrolled = enrolments_of(cohort, listed.activity, shown, observer=request.user)
    counts = counted_of(listed.activity, shown)
    return {
        "title": listed.title,
        "cohort": cohort,
        "page": page,
        "people": [(one, one.pk in enrolled, counts.get(one.pk)) for one in page],
        "word": word,
        "query": "",
        "most": services.MOST_PEOPLE,
        "key": uuid7(),
        "trail": trail_of(cohort),
    }


@require_safe
def figures(request: SignedInRequest, cohort: int, activity: UUID) -> HttpResponse:
    """Show how many people of the cohort reached each level, at the last time they were observed."""
    row = cohort_of(request, cohort, closed=True)
    listed = _listed(row, activity)
    rows = Finding.objects.visible_to(teacher(request), *TEACHING_ROLES)
    here = rows.filter(observation__activity=activity, learner__cohort_places__cohort=row)
    found = last_levels(here)
    context = {
        "title": listed.title,
        "people": len(found),
        "criteria": count_levels(current_definition(row, activity)["criteria"], found),
        "trail": trail_of(row),
    }
    return render(request, "observation/figures.html", context)


@require_POST
def discard(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = draft_of(request, key)
    try:
        services.discard(observation=draft)
    except services.Signed as error:
        messages.error(request, str(error))
        return redirect("observation:show", key)
    messages.success(request, _("The draft is deleted."))
    return redirect(tab_of(draft.cohort))

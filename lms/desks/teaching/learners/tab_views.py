"""Tabs of plugins beside the page of a cohort and of a person."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.runtime.activation import InstitutionLike
from lms.foundation.plugins.runtime.errors import Faulty
from lms.people.directory.requests import SignedInRequest
from lms.switchboard.tabs import panel_of, tabs_of

from ..standing.statements import visible_cohorts
from .people_views import may_see

if TYPE_CHECKING:
    from django.db.models import Model


@login_required
@require_GET
def cohort(request: SignedInRequest, pk: int, tab: str) -> HttpResponse:
    """Show a tab of a cohort, for those who may open its page."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    return _shown(request, slots.COHORT, cohort, cohort.name, [cohort.institution], tab)


@login_required
@require_GET
def person(request: SignedInRequest, pk: int, tab: str) -> HttpResponse:
    """Show a tab of a person, for those who may open their page."""
    seen = may_see(request, pk)
    return _shown(request, slots.PERSON, seen.person, seen.person.name, seen.institutions, tab)


def _shown(
    request: SignedInRequest, place: str, row: "Model", name: str, institutions: Iterable[InstitutionLike], slug: str
) -> HttpResponse:
    """Show the page of one tab; 404 where there is none of this name, or its plugin is off."""
    tabs = tabs_of(place, institutions)
    tab = next((one for one in tabs if one.slug == slug), None)
    if tab is None:
        raise Http404
    context: dict[str, Any] = {}
    try:
        context["panel"] = panel_of(slug, row, request.user, now=timezone.now())
    except Faulty:
        context["broken"] = tab.label
    first = reverse(f"teach:{place}", args=[row.pk])
    context |= {"title": name, "below": tab.label, "tabs": tabs, "current": slug, "first": first}
    context["trail"] = [(_("My cohorts"), reverse("teach:cohorts")), (name, first)]
    return render(request, "teaching/tab.html", context)

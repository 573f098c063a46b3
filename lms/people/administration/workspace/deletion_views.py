"""Taking away what was made by mistake: an account, a cohort, an institution. What has records stays."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ...directory.decorators import for_administrators
from ...directory.institutions import Institution
from ...directory.models import Cohort, User
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from ..institutions import services as institution_services
from ..records import people_services
from ..records.own_institutions import administered_or_404 as own_institution
from . import cohort_services
from .cohort_views import theirs as own_cohort
from .people_views import managed, trail_to


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete an account that was made by mistake."""
    shown, back = managed(request.user, pk), reverse("academy:person", args=[pk])
    explanation = _("Only an account with which nobody has signed in, without roles and records, can be deleted.")
    stays = _("%(name)s has signed in, or has roles or records, so the account stays. Close it instead.")

    def remove() -> None:
        people_services.remove(person=shown, by=request.user, now=timezone.now())

    context = {"name": shown.name, "explanation": explanation, "stays": stays, "back": back, "trail": trail_to(shown)}
    return _page(request, shown, remove, reverse("academy:people"), context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def cohort(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete a cohort to which nothing was assigned."""
    shown, back = own_cohort(request.user, pk), reverse("academy:cohort", args=[pk])
    explanation = _("Only a cohort to which no course was ever assigned can be deleted. Its people stay.")
    stays = _("Courses were assigned to %(name)s, so it stays. Give it a last day instead.")

    def remove() -> None:
        cohort_services.remove(cohort=shown, by=request.user)

    trail = [(_("Cohorts"), reverse("academy:cohorts")), (shown.name, back)]
    context = {"name": shown.name, "explanation": explanation, "stays": stays, "back": back, "trail": trail}
    return _page(request, shown, remove, reverse("academy:cohorts"), context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def institution(request: SignedInRequest, pk: int) -> HttpResponse:
    """Delete an institution where there is nothing."""
    shown, back = own_institution(request.user, pk), reverse("academy:place", args=[pk])
    if not institution_services.may_move(shown, request.user):
        raise Http404
    explanation = _("Only an institution without people, cohorts, records and others below it can be deleted.")
    stays = _("%(name)s has people, cohorts, records or institutions below it, so it stays.")

    def remove() -> None:
        institution_services.remove(institution=shown, by=request.user, now=timezone.now())

    trail = [(_("Institution"), reverse("academy:institution")), (shown.name, back)]
    context = {"name": shown.name, "explanation": explanation, "stays": stays, "back": back, "trail": trail}
    return _page(request, shown, remove, reverse("academy:institution"), context)


def _page(
    request: SignedInRequest,
    row: User | Cohort | Institution,
    remove: Callable[[], None],
    after: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the question, or why the row stays; after a POST delete and redirect to `after`, or say why it stays."""
    name = {"name": context["name"]}
    if request.method == "POST":
        try:
            remove()
        except people_services.HasRecords:
            messages.error(request, context["stays"] % name)
            return redirect(context["back"])
        messages.success(request, _("%(name)s is deleted.") % name)
        return redirect(after)
    context["stays"] = "" if people_services.may_remove(row) else context["stays"] % name
    return render(request, "people/workspace/remove.html", {"title": _("Delete %(name)s") % name, **context})

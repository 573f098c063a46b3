"""The administrator's home: what waits, what an academy still needs before its first intake, and where all is."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.plugins.pages.home import OFFICE, Home, blocks_of
from lms.foundation.plugins.pages.office import Step, steps_at

from ...directory.choices import Kind
from ...directory.decorators import for_administrators
from ...directory.institutions import Institution
from ...directory.requests import SignedInRequest
from ..records.own_institutions import administered, administered_or_404
from . import first_steps


@dataclass(frozen=True)
class StepRow:
    """One row of the list: the step, its page, and whether it is done."""

    step: Step
    url: str
    done: bool


def rows_of(place: Institution) -> list[StepRow]:
    """Return what `place` needs, each looked up anew."""
    return [StepRow(step, step.url(place), step.done(place)) for step in steps_at(place)]


@for_administrators
@require_safe
def start(request: SignedInRequest) -> HttpResponse:
    """Show the blocks of the viewer's home, such as what waits for them, and the places of their pages."""
    place = _own(request)
    home = Home(OFFICE, request.user, timezone.now(), place or request.user.institution, about=place)
    context = {"title": _("Home"), "place": place, "blocks": blocks_of(home)}
    return render(request, "people/workspace/start.html", context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the first steps of one institution (GET); put them away, or back on the home page (POST)."""
    place = administered_or_404(request.user, pk)
    if request.method == "POST":
        away = request.POST.get("away") == "yes"
        first_steps.put_away(institution=place, away=away, by=request.user)
        said = _("The list is put away. The page of the institution leads to it.") if away else _("Saved.")
        messages.success(request, said)
        return redirect("academy:start" if away else request.path)
    rows = rows_of(place)
    context = {
        "title": _("First steps of %(name)s") % {"name": place.local_name()},
        "place": place,
        "rows": rows,
        "done": sum(row.done for row in rows),
        "is_away": first_steps.is_put_away(place),
        "trail": [
            (_("Institution"), reverse("academy:institution")),
            (place.local_name(), reverse("academy:place", args=[pk])),
        ],
    }
    return render(request, "people/workspace/steps.html", context)


def _own(request: SignedInRequest) -> Institution | None:
    """Return the viewer's own academy, or the first that they administer; None where they administer none."""
    places = [row for row in administered(request.user) if row.kind == Kind.ACADEMY]
    own = [row for row in places if row.pk == request.user.institution_id]
    if request.user.is_superuser:
        return own[0] if own else None
    return next(iter(own or places), None)

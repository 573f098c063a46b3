"""Actions on those who were ticked in a list, or on all of it: looked at first, watched, undone."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.work.progress import progress_of

from ...directory.decorators import for_administrators
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from ..bulk import services
from ..bulk.acts import ACTS, Act
from ..bulk.models import BulkAction
from .forms import AskedForm
from .people_views import found_by

NAMED, MOST_TICKED = 20, 200


@for_administrators
@require_POST
@confirmed_lately
def begin(request: SignedInRequest) -> HttpResponse:
    """Show whom the action concerns, with the form of what it needs; begin it once that is confirmed."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    back = reverse("academy:cohorts" if act.of_cohorts else "academy:people")
    keys = _keys(request)
    if not keys:
        messages.error(request, _("Tick at least one row, then choose the action."))
        return redirect(f"{back}?{request.POST.get('query', '')[:500]}")
    confirmed = "confirm" in request.POST
    form = AskedForm(request.POST if confirmed else None, act=act, viewer=request.user)
    if confirmed and form.is_valid():
        found = services.begin(act=act.slug, keys=keys, asked=form.asked, by=request.user, now=timezone.now())
        return redirect("academy:bulk", found.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if confirmed else HTTPStatus.OK
    return render(request, "people/bulk/begin.html", _shown(request, act, keys, form, back), status=status)


def _shown(request: SignedInRequest, act: Act, keys: list[int], form: AskedForm, back: str) -> dict[str, Any]:
    """Return what the page says before anything happens. What a role or institution leaves out is known later."""
    asked = {"institution": 0, "role": ""}
    first = ACTS["give"] if act.slug == "take" else act
    rows = first.targets(request.user, keys, asked)
    number = rows.distinct().count()
    return {
        "title": act.label,
        "act": act,
        "form": form,
        "number": number,
        "left_out": len(keys) - number,
        "names": list(rows.distinct().order_by("name", "pk").values_list("name", flat=True)[:NAMED]),
        "keys": keys if not request.POST.get("everybody") else [],
        "everybody": request.POST.get("everybody", ""),
        "query": request.POST.get("query", ""),
        "back": back,
        "trail": [(_("Cohorts") if act.of_cohorts else _("People"), back)],
    }


def _keys(request: SignedInRequest) -> list[int]:
    """Return the keys of those who were ticked, or of all who match the filters of the list."""
    if request.POST.get("everybody"):
        found = found_by(request.user, QueryDict(request.POST.get("query", "")[:2000]))
        return [] if found is None else list(found.values_list("pk", flat=True)[: services.MOST])
    ticked = request.POST.getlist("row")[:MOST_TICKED]
    return list(dict.fromkeys(number for text in ticked if (number := whole_number(text, digits=18))))


@for_administrators
@require_safe
def action(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far an action of the viewer's is, and what became of each row."""
    held = get_object_or_404(BulkAction.objects.of(request.user), pk=pk)
    act = ACTS[held.act]
    rows = held.rows.select_related("person", "cohort").order_by("pk")[: services.AT_ONCE]
    context = {
        "title": act.label,
        "action": held,
        "progress": progress_of(held, again=request.path, status=held.get_status_display()),
        "rows": [(row, row.name) for row in rows],
        "done": held.rows.filter(outcome="done").count(),
        "may_undo": act.take_back is not None and held.is_recent(timezone.now()),
        "until": held.made_at + BulkAction.UNDO_WITHIN,
        "trail": [(_("People"), reverse("academy:people"))],
    }
    return render(request, "people/bulk/action.html", context)


@for_administrators
@require_POST
@confirmed_lately
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo an action of the viewer's."""
    held = get_object_or_404(BulkAction.objects.of(request.user), pk=pk)
    try:
        services.undo(action=held, by=request.user, now=timezone.now())
    except services.NotNow:
        messages.warning(request, _("The action can no longer be undone."))
    return redirect("academy:bulk", pk)

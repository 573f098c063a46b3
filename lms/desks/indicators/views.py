"""Pages of indicators: the list, and the form that defines one."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.directory.decorators import posted
from lms.people.directory.requests import SignedInRequest

from . import forms, services
from .access import for_reporters, kept_or_404, own_places, seen_by
from .overview import Standing, standings

_SIGNS = {1: "+", -1: "−", 0: "±"}
_WAYS = {1: "up", -1: "down", 0: ""}
"""Signs and arrows by the direction of a change."""


@require_safe
@for_reporters
def index(request: SignedInRequest) -> HttpResponse:
    """Show the indicators that the viewer sees, with value, target and change."""
    rows = standings(seen_by(request.user), request.user)
    context = {
        "title": _("Indicators"),
        "rows": [(one, _last(one)) for one in rows],
        "may_define": bool(own_places(request.user)),
    }
    return render(request, "indicators/index.html", context)


def _last(one: Standing) -> dict[str, Any]:
    """Return what the list says of the last value."""
    if one.last is None:
        return {}
    change = one.change
    direction = int((change or 0) > 0) - int((change or 0) < 0)
    return {
        "value": one.words_of(one.last),
        "hidden": one.hides(one.last),
        "target": one.target_at(one.last.as_of),
        "as_of": one.last.as_of,
        "change": None if change is None else f"{_SIGNS[direction]}{abs(change)}",
        "way": _WAYS[direction],
        "since": one.changed_since if change is not None else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_reporters
def define(request: SignedInRequest) -> HttpResponse:
    """Define an indicator of an institution at which the viewer reports."""
    places = own_places(request.user)
    if not places:
        raise Http404
    first = {"begins": timezone.localdate().replace(month=1, day=1), "by": ["sex", "agency"]}
    form = forms.DefinitionForm(posted(request), places=places, initial=first)
    if form.is_bound and form.is_valid():
        place = next(one for one in places if str(one.pk) == form.cleaned_data["institution"])
        made = services.define(institution=place, rules=form.rules, by=request.user, now=timezone.now())
        messages.success(request, _("Defined. Set a target and have a value sealed."))
        return redirect("indicators:indicator", made.indicator_id)
    return _form(request, form, _("Define an indicator"), [])


@require_http_methods(["GET", "HEAD", "POST"])
@for_reporters
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write the next version of a definition; values that are sealed keep theirs."""
    row = kept_or_404(request.user, pk)
    rules = row.definitions.order_by("-version")[0].rules
    form = forms.DefinitionForm(posted(request), places=[], of_kind=rules.kind, initial=forms.initial_of(rules))
    if form.is_bound and form.is_valid():
        services.define(institution=row.institution, rules=form.rules, by=request.user, now=timezone.now(), of=row)
        messages.success(request, _("Saved. Values that are sealed stay as they are."))
        return redirect("indicators:indicator", pk)
    return _form(request, form, _("Change the definition"), [(rules.title, reverse("indicators:indicator", args=[pk]))])


def _form(request: SignedInRequest, form: Any, title: str, trail: list[Any]) -> HttpResponse:
    context = {"title": title, "trail": [(_("Indicators"), reverse("indicators:index")), *trail], "form": form}
    return render(request, "indicators/define.html", context, status=_status(form))


def _status(*asked: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if any(form.errors for form in asked) else HTTPStatus.OK

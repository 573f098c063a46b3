"""Pages of one indicator: its definition, targets and values, and what is done with it; and of one value with the rows
behind it.
"""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.plugins.pages.linked_pages import PERSON, address
from lms.foundation.work.progress import progress_of
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from . import forms, services, texts
from .access import for_reporters, seen_by, snapshot_or_404
from .cells import Labels, tables_of
from .counting.rules import APPLIED
from .models import Count, Indicator, Link, Snapshot, SnapshotRow
from .overview import Standing, standings
from .trends import trend_of

ON_A_PAGE, MOST_CELLS = 50, 200


@require_http_methods(["GET", "HEAD", "POST"])
@for_reporters
def indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one indicator (GET); have a value sealed, set a target, or let the calendar seal (POST)."""
    row = get_object_or_404(seen_by(request.user), pk=pk)
    (one,) = standings([row], request.user)
    if request.method == "POST" and not one.kept:
        raise Http404
    asked = _asked(request, one)
    done = request.method == "POST" and _done(request, one, asked)
    if done:
        messages.success(request, done)
        return redirect("indicators:indicator", pk)
    context = {
        "title": one.rules.title,
        "trail": [(_("Indicators"), reverse("indicators:index"))],
        "one": one,
        "facts": _facts(one),
        "versions": row.definitions.order_by("-version"),
        "values": [_value(one, snapshot) for snapshot in reversed(one.snapshots)],
        "targets": [(target, texts.value(one.rules.unit, target.value)) for target in one.targets],
        "trend": trend_of(one),
        "asked": asked if one.kept else {},
        "problem": request.method == "POST" and not any(form.errors for form in asked.values()),
        **_progress(row),
    }
    return render(request, "indicators/indicator.html", context, status=_status(asked))


def _asked(request: SignedInRequest, one: Standing) -> dict[str, Any]:
    """Return the three forms, of which the posted one is bound."""
    act, first = request.POST.get("act", ""), date.fromisoformat(one.rules.begins)
    today = timezone.localdate()
    return {
        "count": forms.CountForm(request.POST if act == "count" else None, first=first, last=today, prefix="count"),
        "target": forms.TargetForm(request.POST if act == "target" else None, prefix="target"),
        "schedule": forms.ScheduleForm(
            request.POST if act == "schedule" else None, initial={"every": one.indicator.every}, prefix="schedule"
        ),
    }


def _done(request: SignedInRequest, one: Standing, asked: dict[str, Any]) -> str:
    """Do what was posted, and return a sentence on it; empty where the form has errors, or there is none."""
    form = asked.get(request.POST.get("act", ""))
    if form is None or not form.is_valid():
        return ""
    act: dict[str, Any] = {"indicator": one.indicator, "by": request.user, "now": timezone.now(), **form.cleaned_data}
    if form is asked["count"]:
        try:
            services.ask(**act)
        except services.NoSuchDay:
            form.add_error("as_of", _("Choose a day from the first day of the indicator until today."))
            return ""
        return _("The value is being made.")
    if form is asked["target"]:
        services.set_target(**act)
        return _("Target set.")
    services.schedule(**act)
    return _("Saved.")


def _progress(row: Indicator) -> dict[str, object]:
    """Return how far the value is that was asked for last, unless it is there."""
    last = Count.objects.filter(definition__indicator=row).order_by("-pk").first()
    if last is None or last.status == Count.Status.DONE:
        return {}
    again = reverse("indicators:indicator", args=[row.pk])
    sentence = _("A value is being made.") if last.working else _("The last value could not be made. Try again.")
    return {"progress": progress_of(last, again=again, sentence=sentence)}


def _value(one: Standing, snapshot: Snapshot) -> tuple[Snapshot, str, str]:
    return snapshot, one.words_of(snapshot), one.target_at(snapshot.as_of)


def _facts(one: Standing) -> list[tuple[object, object]]:
    """Return the definition in words."""
    rules = one.rules
    gain = rules.kind == "knowledge"
    about = [
        (_("Institution"), one.indicator.institution.local_name()),
        (_("What is counted"), texts.KINDS[rules.kind]),
        (_("Above the line"), rules.numerator),
        (_("Below the line"), rules.denominator),
        (_("How it is counted"), texts.COUNTING[rules.counting]),
        (_("Unit of the value"), texts.UNITS[rules.unit]),
        (_("Period of a value"), texts.PERIODS[rules.period]),
        (_("First day"), date.fromisoformat(rules.begins)),
        (_("Divided by"), ", ".join(str(texts.STRATA[by]) for by in rules.by)),
        (_("Courses"), ", ".join(rules.courses)),
        (_("Tests"), "; ".join(f"{before}, {after}" for _course, before, after in rules.pairs)),
        (_("Rise that counts, in points of per cent"), rules.threshold // 100 if gain else ""),
        (_("Questions that each test needs"), rules.fewest if gain else ""),
        (_("Baseline"), "" if rules.baseline is None else texts.value(rules.unit, rules.baseline)),
        (_("Source of verification"), rules.source),
        (_("Funding contract"), rules.contract),
    ]
    return [(name, text) for name, text in about if text != ""]


@require_safe
@for_reporters
def snapshot(request: SignedInRequest, pk: object) -> HttpResponse:
    """Show one sealed value, and to those who see small figures the rows behind it."""
    row = snapshot_or_404(request.user, pk)
    (one,) = standings([row.definition.indicator], request.user)
    labels, facts = Labels(), row.facts
    cells = tables_of([row])[row.pk].cells(one.gone(row), label=labels)
    context = {
        "title": _("%(title)s: value") % {"title": row.definition.rules.title},
        "trail": _trail(row),
        "row": row,
        "one": one,
        "value": texts.value(row.definition.rules.unit, facts["value"]) if cells[0].numerator is not None else "",
        "target": one.target_at(row.as_of),
        "by": [texts.STRATA[by] for by in row.definition.rules.by],
        "cells": cells[:MOST_CELLS],
        "response": row.definition.rules.kind == APPLIED,
        "more": len(cells) > MOST_CELLS,
        **(_behind(request, row, labels) if one.whole else {}),
    }
    return render(request, "indicators/snapshot.html", context)


def _trail(row: Snapshot) -> list[tuple[str, str]]:
    page = reverse("indicators:indicator", args=[row.definition.indicator_id])
    return [(_("Indicators"), reverse("indicators:index")), (row.definition.rules.title, page)]


def _behind(request: SignedInRequest, row: Snapshot, labels: Labels) -> dict[str, Any]:
    """Return what only those see who see small figures: how the rows were counted, and a page of them with the names of
    the people whom the viewer may see.
    """
    facts, by = row.facts, row.definition.rules.by
    rows = SnapshotRow.objects.filter(snapshot=row).order_by("pseudonym", "n")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    people = _people(request.user, row, [one.pseudonym for one in page])
    lines = []
    for one in page:
        said = one.as_json()
        person = people.get(one.pseudonym)
        name = (str(person), address(PERSON, person.pk)) if person else (one.pseudonym[:8], "")
        strata: Any = said["strata"]
        lines.append((name, [labels(part, strata[part]) for part in by], texts.WHY[one.why]))
    return {
        "gain": (texts.facts_of_gain(facts) | texts.facts_of_response(facts)).items(),
        "why": [(texts.WHY[name], number) for name, number in sorted(facts["why"].items())],
        "page": page,
        "lines": lines,
    }


def _people(viewer: User, row: Snapshot, pseudonyms: list[str]) -> dict[str, User]:
    """Return the people behind pseudonyms whom `viewer` may see today."""
    seen = User.objects.visible_to(viewer, *REPORTING_ROLES)
    links = Link.objects.filter(snapshot=row, pseudonym__in=pseudonyms, person__in=seen).select_related("person")
    return {one.pseudonym: one.person for one in links}


def _status(asked: dict[str, Any]) -> int:
    wrong = any(form.errors for form in asked.values())
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK

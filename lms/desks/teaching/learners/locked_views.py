"""Locked parts of a course, and opening one to a learner for a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from lms.foundation.plugins.access import Missing
from lms.foundation.plugins.pages.slots import Panel
from lms.learning.progress.access.lock_texts import LockWords
from lms.learning.progress.access.locks import Locks, locks_of
from lms.learning.progress.access.waiver_services import LONGEST, NotWaived, waive
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.reasons import NoReason
from lms.learning.progress.models.waivers import Waiver
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.requests import SignedInRequest

WHOLE = "course"
"""The choice that stands for the conditions of the course itself."""


@dataclass(frozen=True)
class LockedPart:
    """Locked part of a course: how a form names it, what it is called, and what the learner reads of it."""

    name: str
    title: Any
    missing: tuple[Missing, ...]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def locked(request: SignedInRequest, enrolment: int) -> HttpResponse:
    """Show the locked parts of one enrolment, and a form that opens one of them; never one’s own."""
    rows = Enrolment.objects.visible_to(request.user, *TEACHING_ROLES).not_of(request.user)
    row = get_object_or_404(rows.select_related("learner", "course", "institution"), pk=enrolment)
    problems = _opened(request, row) if request.method == "POST" else []
    if request.method == "POST" and not problems:
        return redirect("teach:locked", enrolment)
    context = {
        "title": _("Locked parts: %(course)s") % {"course": row.course.title_in(get_language())},
        "trail": [(row.learner.name, reverse("teach:person", args=[row.learner_id]))],
        "enrolment": row,
        "parts": _parts(row, locks_of([row], now=timezone.now())[row.pk]),
        "waivers": _waivers(row),
        "problems": problems,
        "chosen": request.POST.get("part", ""),
        "reason": request.POST.get("reason", ""),
        "longest": LONGEST,
    }
    return render(request, "teaching/locked.html", context, status=422 if problems else 200)


def _opened(request: SignedInRequest, row: Enrolment) -> list[tuple[str, str]]:
    """Open what was chosen; gives what keeps it from being opened, each with the id of its field."""
    name, now = request.POST.get("part", ""), timezone.now()
    if name not in {part.name for part in _parts(row, locks_of([row], now=now)[row.pk])}:
        return [("part", _("Choose the parts to open. Parts that are open already are not in the list."))]
    try:
        activity = None if name == WHOLE else UUID(name)
        waive(enrolment=row, activity=activity, reason=request.POST.get("reason", ""), by=request.user, now=now)
    except (NoReason, NotWaived) as error:
        return [("reason", str(error))]
    messages.success(request, _("Opened. The learner can begin it now."))
    return []


def _parts(row: Enrolment, locks: Locks) -> list[LockedPart]:
    """Return the course, where its own conditions do not hold, and each activity that is locked, in order."""
    outline, language = lookup.release(row.release_id).outline, get_language()
    say = LockWords.of(row, locks, now=timezone.now())
    whole = LockedPart(WHOLE, _("The whole course"), say.missing(locks.course))
    parts = [
        LockedPart(entry.id, entry.title(language, outline.source), say.missing(locks.of(entry.id)))
        for entry in outline.activities
        if locks.of(entry.id)
    ]
    return [whole, *parts] if locks.course else parts


def _waivers(row: Enrolment) -> list[tuple[object, Waiver]]:
    outline, language = lookup.release(row.release_id).outline, get_language()
    waivers = Waiver.objects.filter(enrolment=row).select_related("by").order_by("-at")
    titles = {entry.id: entry.title(language, outline.source) for entry in outline.activities}
    return [
        (titles.get(str(one.activity), catalogue.in_language(dict(outline.titles), language)), one) for one in waivers
    ]


def locked_parts(enrolments: Sequence[Enrolment]) -> Mapping[int, Panel]:
    """Return panels on the page about a person: what is locked for them. No statement where no release has
    conditions.
    """
    locks = locks_of(enrolments, now=timezone.now())
    return {row.pk: _panel(row, locks[row.pk]) for row in enrolments if locks[row.pk].activities}


def _panel(row: Enrolment, locks: Locks) -> Panel:
    context = {"parts": _parts(row, locks), "enrolment": row}
    return Panel(_("Locked for this learner"), "teaching/locked_panel.html", context)

"""Bringing files of questions in: upload, look at what would be made, confirm, take back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from courses.editing.sections import Link
from lms.foundation.plugins.content_format import content_formats
from lms.foundation.work.progress import progress_of
from lms.foundation.work.staged_import import NotNow
from lms.people.directory.requests import SignedInRequest

from ..bank.forms import PUBLISH
from ..bank.models import Question
from . import services as importing
from .forms import ImportForm
from .models import Import, ImportEntry
from .reach import reached_by
from .sentences import tell
from .undo import fate_of

MAY = "questions.add_question"
next_steps: list[Callable[[SignedInRequest, Import], tuple[str, str] | None]] = []
"""Actions on questions that were written: higher rooms put in what gives label and address, for people who may."""
PER_PAGE = 50


def beginning(user: Any) -> Link | None:
    """Return the link of the dashboard, for whoever may."""
    return Link(_("Import questions"), reverse("questions_imports")) if user.has_perm(MAY) else None


@require_http_methods(["GET", "POST"])
@permission_required(MAY)
def imports(request: SignedInRequest) -> HttpResponse:
    """Upload a file; below, the imports of this person."""
    form = ImportForm(request.POST or None, request.FILES or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        batch = importing.begin(**form.as_begun(), by=request.user, now=timezone.now())
        return redirect("questions_import", batch.pk)
    earlier = Import.objects.visible_to(request.user).select_related("category", "by").order_by("-pk")
    page = Paginator(earlier, PER_PAGE).get_page(request.GET.get("p"))
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "questions/admin/imports.html",
        {"form": form, "page": page, "formats": list(content_formats)},
        status=status,
    )


@require_GET
@permission_required(MAY)
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the progress of an import; once it was read, its outcome question by question."""
    rows = Import.objects.visible_to(request.user).select_related("category", "owner", "locale", "by")
    batch = get_object_or_404(rows, pk=pk)
    counts = dict(batch.entries.values_list("outcome").annotate(number=Count("pk")))
    outcome = request.GET.get("outcome", "")
    shown = batch.entries.select_related("question").order_by("place")
    shown = shown.filter(outcome=outcome) if outcome in ImportEntry.Outcome.values else shown
    context = {
        "batch": batch,
        "progress": progress_of(batch, again=request.path, status=batch.get_status_display()),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("p")),
        "outcome": outcome,
        "chips": [(value, label, counts[value]) for value, label in ImportEntry.Outcome.choices if value in counts],
        "counts": counts,
        "ready": counts.get("ready", 0),
        "doubles": counts.get("double", 0),
        "entries_total": sum(counts.values()),
        "problem": tell(batch.problem, batch.values) if batch.problem else "",
        "format": _format_name(batch),
        "may_publish": request.user.has_perm(PUBLISH),
        "reached": reached_by(batch) if batch.status == Import.Status.READ else [],
        "next_steps": [one for step in next_steps if (one := step(request, batch))],
    }
    return render(request, "questions/admin/import.html", context)


@require_POST
@permission_required(MAY)
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write what the preview showed."""
    return _step(
        request,
        pk,
        importing.confirm,
        by=request.user,
        doubles="doubles" in request.POST,
        publish="publish" in request.POST,
    )


@require_http_methods(["GET", "POST"])
@permission_required(MAY)
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the effects of taking the import back in numbers of questions (GET); do it (POST)."""
    if request.method == "POST":
        return _step(request, pk, importing.take_back, by=request.user)
    batch = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    if batch.status != Import.Status.DONE:
        return redirect("questions_import", batch.pk)
    written = [
        entry.question
        for entry in ImportEntry.objects.written(batch).select_related("question")
        if entry.question is not None
    ]
    fate = fate_of(written, published_too=request.user.has_perm(PUBLISH))
    edited = Question.objects.filter(pk__in=fate.deleted, latest_revision__created_at__gt=batch.touched_at).count()
    return render(request, "questions/admin/take_back.html", {"batch": batch, "fate": fate, "edited": edited})


@require_POST
@permission_required(MAY)
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a file that was read."""
    return _step(request, pk, importing.drop)


def _step(request: SignedInRequest, pk: int, step: Any, **how: Any) -> HttpResponse:
    batch = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    try:
        step(batch=batch, now=timezone.now(), **how)
    except NotNow as error:
        messages.warning(request, str(error))
    return redirect("questions_import", batch.pk)


def _format_name(batch: Import) -> str:
    kind = content_formats.find(batch.format)
    return kind.name if kind else batch.format or _("Not known yet")

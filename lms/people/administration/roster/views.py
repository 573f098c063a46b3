"""Lists of people: bring one, see what it would do row by row, apply it, watch, undo."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.foundation.work.staged_import import NotNow

from ...directory.choices import Role
from ...directory.decorators import for_administrators
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from . import services
from .exports import TYPES, as_file, refused_rows, template_rows
from .forms import ColumnsForm, UploadForm
from .models import Roster
from .page import chips, choice_of, counts_of, page_of, progress_on

LISTS_ON_A_PAGE = 20


def list_of(request: SignedInRequest, pk: int) -> Roster:
    """Return the list, for those who administer its institution; 404 for everybody else."""
    lists = Roster.objects.visible_to(request.user, Role.ADMINISTRATOR).select_related(
        "institution", "cohort", "by", "setup"
    )
    return get_object_or_404(lists, pk=pk)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: SignedInRequest) -> HttpResponse:
    """Bring a list; below, those that came in for one's institutions."""
    form = UploadForm(request.POST or None, request.FILES or None, viewer=request.user)
    if request.method == "POST" and form.is_valid():
        file, about = form.cleaned_data["file"], form.cleaned_data
        roster = services.begin(
            data=file.read(),
            name=file.name,
            institution=about["institution"],
            cohort_name=about["cohort"],
            by=request.user,
            now=timezone.now(),
        )
        return redirect("academy:list", roster.pk)
    earlier = Roster.objects.visible_to(request.user, Role.ADMINISTRATOR).select_related("institution", "by")
    page = Paginator(earlier.order_by("-pk"), LISTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Lists of people"), "form": form, "page": page, "query": ""}
    return render(request, "people/roster/lists.html", context, status=422 if request.method == "POST" else 200)


@for_administrators
@require_GET
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the progress of a list and its outcome, row by row."""
    return _page(request, list_of(request, pk))


def _page(request: SignedInRequest, roster: Roster, columns: ColumnsForm | None = None) -> HttpResponse:
    state, choice = request.GET.get("state", ""), choice_of(roster, timezone.now())
    counts = counts_of(roster) if choice["is_shown"] else {}
    context: dict[str, Any] = {
        **choice,
        "title": roster.name,
        "trail": [(_("Lists of people"), reverse("academy:lists"))],
        "roster": roster,
        "progress": progress_on(roster, request.path),
        "source": roster.setup and reverse("academy:source", args=[roster.setup.institution_id, roster.setup.source]),
        "undo_until": roster.applied_at and roster.applied_at + Roster.UNDO_WITHIN,
        "columns": (columns or ColumnsForm(roster=roster)) if choice["may_choose"] else None,
        "counts": counts,
        "total": sum(counts.values()),
        "chips": chips(counts),
        "state": state,
        "doubtful": roster.rows.doubtful().count() if choice["may_apply"] else 0,
        "refused": counts.get("refused", 0) + counts.get("elsewhere", 0),
        "does_something": any(counts.get(name) for name in ("create", "change", "move", "elsewhere"))
        or bool(roster.cohort_name and counts.get("unchanged")),
        "page": page_of(roster, state=state, number=request.GET.get("page"), viewer=request.user) if counts else None,
        "query": f"state={state}&" if state else "",
    }
    return render(request, "people/roster/list.html", context, status=422 if columns else 200)


@for_administrators
@require_POST
def columns(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what the columns mean; what cannot be meant comes back with what is missing."""
    roster = list_of(request, pk)
    form = ColumnsForm(request.POST, roster=roster)
    if not form.is_valid():
        return _page(request, roster, form) if choice_of(roster, timezone.now())["may_choose"] else _step(request, pk)
    return _step(request, pk, services.choose, fields=form.chosen, by=request.user)


@for_administrators
@require_POST
@confirmed_lately
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    return _step(request, pk, services.apply, by=request.user, moves="moves" in request.POST)


@for_administrators
@require_POST
@confirmed_lately
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    return _step(request, pk, services.undo, by=request.user)


@for_administrators
@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a list that was not applied."""
    return _step(request, pk, services.drop)


def _step(request: SignedInRequest, pk: int, step: Any = None, **how: Any) -> HttpResponse:
    roster = list_of(request, pk)
    try:
        if step is None:
            raise NotNow(_("This import is at another step already. Look at its page again."))
        step(roster=roster, now=timezone.now(), **how)
    except NotNow as error:
        messages.warning(request, str(error))
    return redirect("academy:list", pk)


@for_administrators
@require_GET
@confirmed_lately(file=True)
def refused(request: SignedInRequest, pk: int, ending: str) -> HttpResponse:
    """Return the rows that were not taken in, with their reasons, to correct and upload again."""
    roster = list_of(request, pk)
    if ending not in TYPES:
        raise Http404
    stem = slugify(roster.name.rpartition(".")[0]) or "list"
    return as_file(refused_rows(roster), f"{stem}-{slugify(_('refused')) or 'refused'}", ending)


@for_administrators
@require_GET
def template(request: SignedInRequest, ending: str) -> HttpResponse:
    """Return a file with a heading and no people below it."""
    if ending not in TYPES:
        raise Http404
    return as_file(template_rows(), slugify(_("people")) or "people", ending)

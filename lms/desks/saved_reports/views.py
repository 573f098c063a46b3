"""Pages: what one has saved; save, send or make a file of a report; open, change and end a view; a schedule."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.desks.reporting.named_reports import Asked, NamedReport, Questions, of_address
from lms.desks.reporting.plugin_reports.reports import ReportFailed
from lms.files import services as files
from lms.foundation.plugins.report import InvalidFilter, NotVisible
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest

from . import forms, schedules, services
from .access import for_readers, open_view, own_places, own_schedule, own_view
from .files import ReportFile, asked_for
from .models import Kind, SavedView, Schedule

MOST_SHOWN = 100


@require_safe
@for_readers
def index(request: SignedInRequest) -> HttpResponse:
    """Show the saved views and the schedules of the viewer."""
    viewer = request.user
    questions = Questions(viewer, now=timezone.now())
    views = SavedView.objects.open_to(viewer).select_related("person", "place").order_by("name", "pk")[:MOST_SHOWN]
    own = Schedule.objects.filter(person=viewer).order_by("ended_at", "-pk")[:MOST_SHOWN]
    context = {
        "title": _("Saved reports"),
        "trail": [(_("Overview"), reverse("reports:overview"))],
        "views": [(view, view.person_id == viewer.pk, _words(questions, view.named)) for view in views],
        "schedules": [(one, _words(questions, one.named)) for one in own],
    }
    return render(request, "saved_reports/index.html", context)


def _words(questions: Questions, report: NamedReport) -> dict[str, Any]:
    """Return title and filters of a report, or the sentence that says why it is not shown as it was saved."""
    try:
        asked = questions.ask(report)
    except InvalidFilter as error:
        return {"title": "", "problems": error.problems}
    except NotVisible:
        return {"title": "", "problems": [_("You may not open this report, or a part of it.")]}
    except ReportFailed:
        return {"title": "", "problems": [_("This report cannot be made at the moment.")]}
    return {"title": asked.title, "chosen": asked.chosen, "problems": []}


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def keep(request: SignedInRequest) -> HttpResponse:
    """Ask what to do with the report whose page or file is at the address `of` (GET), and do it (POST)."""
    report, ending, asked = _of_address(request)
    on_page = _forms(request, asked, ending)
    done = _done(request, report, asked, on_page) if request.method == "POST" else ""
    if done:
        return redirect(done)
    context = {
        "title": _("Save or send this report"),
        "trail": [(_("Saved reports"), reverse("saved_reports:index")), (asked.title, report.url)],
        "asked": asked,
        "forms": on_page,
        "too_long": bool(ending),
        "problem": request.method == "POST" and not any(form.errors for form in on_page.values()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "saved_reports/keep.html", context, status=status)


def _of_address(request: SignedInRequest) -> tuple[NamedReport, str, Asked]:
    """Return the report that is asked for, the ending of its file, and its words. Raises `Http404`."""
    found = of_address(request.GET.get("of", ""))
    if found is None:
        raise Http404
    try:
        return *found, Questions(request.user, now=timezone.now()).ask(found[0])
    except (NotVisible, InvalidFilter, ReportFailed):
        raise Http404 from None


def _forms(request: SignedInRequest, asked: Asked, ending: str) -> dict[str, Any]:
    """Return the three forms, of which the posted one is bound."""
    act = request.POST.get("act", "")
    data = {name: request.POST if name == act else None for name in ("file", "schedule", "view")}
    kind = ending if ending in Kind.values else Kind.PDF
    return {
        "file": forms.FileForm(data["file"], initial={"kind": kind}, prefix="file"),
        "schedule": forms.ScheduleForm(data["schedule"], has_period=asked.has_period, prefix="schedule"),
        "view": forms.ViewForm(
            data["view"], places=own_places(request.user), initial={"name": asked.title[:100]}, prefix="view"
        ),
    }


def _done(request: SignedInRequest, report: NamedReport, asked: Asked, on_page: dict[str, Any]) -> str:
    """Do what was posted, and return the address to go on at; empty where the form has errors, or there is none."""
    act = request.POST.get("act", "")
    form = on_page.get(act)
    if form is None or not form.is_valid():
        return ""
    language, now, viewer = get_language() or "en", timezone.now(), request.user
    if act == "file":
        wanted = asked_for(report, form.cleaned_data["kind"], viewer)
        try:
            row = files.begin(ReportFile.slug, wanted, back=report.url, by=viewer, now=now)
        except files.TooMany:
            form.add_error(None, _("You had many files made today. Wait until some of them are deleted."))
            return ""
        return f"{reverse('files:file', args=[row.pk])}?begin=1"
    if act == "schedule":
        about = {"rolls": False, **form.cleaned_data}
        schedules.begin(report=report, title=asked.title, person=viewer, language=language, now=now, **about)
        messages.success(request, _("Scheduled. Pause or end it here."))
    else:
        role, place = form.role_and_place
        name = form.cleaned_data["name"]
        services.save_view(report=report, name=name, place=place, role=role, by=viewer, now=now)
        messages.success(request, _("Saved. Open it here whenever you need it."))
    return reverse("saved_reports:index")


@require_safe
@for_readers
def view(request: SignedInRequest, pk: int) -> HttpResponse:
    """Lead to the report of a view; where it cannot be shown as it was saved, say why."""
    row = open_view(request.user, pk)
    words = _words(Questions(request.user, now=timezone.now()), row.named)
    if not words["problems"]:
        return redirect(row.named.url)
    context = {
        "title": row.name,
        "trail": [(_("Saved reports"), reverse("saved_reports:index"))],
        "problems": words["problems"],
        "view": row,
        "own": row.person_id == request.user.pk,
        "again": NamedReport(row.report).url if _opens(request.user, row) else "",
    }
    return render(request, "saved_reports/view.html", context)


def _opens(viewer: User, row: SavedView) -> bool:
    """Return whether the report opens without filters."""
    return not _words(Questions(viewer, now=timezone.now()), NamedReport(row.report))["problems"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the name of one's own view and who has it, or end it."""
    row, now = own_view(request.user, pk), timezone.now()
    if request.POST.get("act") == "end":
        services.end_view(view=row, by=request.user, now=now)
        messages.success(request, _("Ended."))
        return redirect("saved_reports:index")
    data = request.POST if request.method == "POST" else None
    form = forms.ViewForm(data, places=own_places(request.user), initial=forms.initial_of(row))
    if form.is_bound and form.is_valid():
        role, place = form.role_and_place
        name = form.cleaned_data["name"]
        services.change_view(view=row, name=name, place=place, role=role, by=request.user, now=now)
        messages.success(request, _("Saved."))
        return redirect("saved_reports:index")
    trail = [(_("Saved reports"), reverse("saved_reports:index"))]
    context = {"title": row.name, "trail": trail, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "saved_reports/change.html", context, status=status)


@require_POST
@for_readers
def schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    """Suspend a schedule of one's own, let it go on, or end it."""
    row = own_schedule(request.user, pk)
    acts = {"pause": schedules.pause, "go-on": schedules.go_on, "end": schedules.end}
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    act(schedule=row, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("saved_reports:index")

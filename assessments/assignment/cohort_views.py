"""Views of a cohort's hand-ins: its groups; all work as a ZIP, and marked files that are given back."""

from typing import IO, cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.quiz.desk.views import must_teach
from lms.foundation.plugins.pages.linked_pages import COHORT, address
from lms.foundation.work.progress import progress_of
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from . import bundles, groups
from .models import Bundle
from .tab import TAB, tasks_of


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def bundle(request: SignedInRequest, cohort: int, activity: UUID) -> HttpResponse:
    """Offer the work of a cohort as a ZIP, and to give back a ZIP of marked files; begin either."""
    must_teach(request)
    rows = Cohort.objects.visible_to(request.user, *TEACHING_ROLES).select_related("institution")
    row = get_object_or_404(rows, pk=cohort)
    task = next((one for one in tasks_of(row) if one.activity == activity), None)
    if task is None:
        raise Http404
    if request.method == "POST":
        sent = request.FILES.get("marked")
        if "give" in request.POST and sent is None:
            messages.error(request, _("Choose a ZIP file first."))
            return redirect("assignment:bundle", cohort, activity)
        archive = cast("IO[bytes]", sent.file) if sent is not None and not isinstance(sent, list) else None
        begun = bundles.begin(cohort=row, activity=activity, archive=archive, by=request.user, now=timezone.now())
        return redirect("assignment:bundle-made", begun.pk)
    context = {
        "title": task.title,
        "trail": [(row.name, address(COHORT, row.pk)), (_("Hand-ins"), f"{address(COHORT, row.pk)}more/{TAB}/")],
        "number": bundles.works_of(row, activity, request.user).count(),
    }
    return render(request, "assignment/bundle.html", context)


@require_safe
def made(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far a ZIP is, and the way to it."""
    must_teach(request)
    row = get_object_or_404(Bundle.objects.filter(by=request.user.pk).select_related("cohort"), pk=pk)
    context = {
        "title": _("Marked files") if row.is_marked else _("All work as a ZIP"),
        "trail": [(row.cohort.name, address(COHORT, row.cohort_id))],
        "bundle": row,
        "progress": progress_of(row, again=request.path, status=row.get_status_display()),
        "gone_on": row.made_at + Bundle.KEPT,
    }
    return render(request, "assignment/bundle_made.html", context)


@never_cache
@require_safe
@confirmed_lately(file=True)
def fetch(request: SignedInRequest, pk: int) -> FileResponse:
    """Send a ZIP to the person who had it made, as long as they teach the cohort."""
    must_teach(request)
    theirs = Cohort.objects.visible_to(request.user, *TEACHING_ROLES)
    rows = Bundle.objects.filter(by=request.user.pk, cohort__in=theirs, status=Bundle.Status.DONE, is_marked=False)
    row = get_object_or_404(rows.exclude(archive=""), pk=pk)
    return FileResponse(
        row.archive.open("rb"), as_attachment=True, filename=f"hand-ins-{row.pk}.zip", content_type="application/zip"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: SignedInRequest, cohort: int, activity: UUID) -> HttpResponse:
    """Show the people of a cohort with their groups at a hand-in, and save them."""
    must_teach(request)
    row = get_object_or_404(Cohort.objects.taught_by(request.user), pk=cohort)
    task = next((one for one in tasks_of(row) if one.activity == activity and one.in_groups), None)
    if task is None:
        raise Http404
    people = list(row.people.order_by("name", "pk"))
    if request.method == "POST":
        sent = {one.pk: request.POST.get(f"group-{one.pk}", "").replace("\x00", "") for one in people}
        groups.arrange(cohort=row, activity=activity, names=sent)
        messages.success(request, _("The groups are saved."))
        return redirect("assignment:groups", cohort, activity)
    names = groups.names_in(row, activity)
    context = {
        "title": _("Groups: %(title)s") % {"title": task.title},
        "trail": [
            (row.name, address(COHORT, row.pk)),
            (_("Hand-ins"), f"{address(COHORT, row.pk)}more/{TAB}/"),
        ],
        "people": [(one, names.get(one.pk, "")) for one in people],
        "names": sorted(set(names.values())),
    }
    return render(request, "assignment/groups.html", context)

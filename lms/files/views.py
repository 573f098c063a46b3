"""Files that are made in the background: asked for, watched, and fetched."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.foundation.work.progress import progress_of
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from . import services
from .kinds import Refused
from .models import MadeFile

MOST_SHOWN = 100


def offer(request: SignedInRequest, slug: str, asked: Mapping[str, object], *, back: str) -> HttpResponse:
    """Offer to make a file (GET), or begin it and lead to its page (POST). `back` is the page of what it is about.

    Raises `Http404` or `PermissionDenied` where the person may not have it.
    """
    if request.method == "POST":
        try:
            row = services.begin(slug, asked, back=back, by=request.user, now=timezone.now())
        except services.TooMany:
            messages.warning(request, _("You had many files made today. Wait until some of them are deleted."))
            return redirect(back)
        return redirect("files:file", row.pk)
    kind, found = services.find(slug, asked, request.user)
    context = {"title": kind.title(found), "trail": [(_("Your files"), reverse("files:index"))], "back": back}
    return render(request, "files/offer.html", context)


def send(request: SignedInRequest, slug: str, asked: Mapping[str, object], *, back: str) -> HttpResponseBase:
    """Send a table at once where it is short, and offer to make it in the background where it is not (GET); begin it
    (POST). `back` is the page of what it is about.

    Raises `Http404` or `PermissionDenied` where the person may not have it.
    """
    kind, found = services.find(slug, asked, request.user)
    if request.method == "POST" or not services.is_short(kind, found):
        return offer(request, slug, asked, back=back)
    try:
        content = services.made_now(kind, found, by=request.user, now=timezone.now())
    except Refused as error:
        messages.warning(request, str(error))
        return redirect(back)
    name = services.called(kind, found)
    return FileResponse(content, as_attachment=True, filename=name, content_type=kind.type_of(found)[1])


@never_cache
@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Show the files that the person had made, the newest first."""
    now = timezone.now()
    rows = MadeFile.objects.of(request.user).exclude(pk__in=MadeFile.objects.over(now)).order_by("-made_at", "-pk")
    return render(request, "files/index.html", {"title": _("Your files"), "rows": rows[:MOST_SHOWN]})


@never_cache
@login_required
@require_safe
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far a file is, and the way to it."""
    row = get_object_or_404(MadeFile.objects.of(request.user), pk=pk)
    context = {
        "title": row.title,
        "trail": [(_("Your files"), reverse("files:index"))],
        "row": row,
        "progress": progress_of(row, again=request.get_full_path(), status=row.get_status_display()),
        "problem": _problem(row.problem),
        "begins": row.status == MadeFile.Status.DONE and "begin" in request.GET,
    }
    return render(request, "files/file.html", context)


def _problem(problem: str) -> str:
    """Return the sentence that says why there is no file."""
    sentences = {
        services.NO_RIGHT: _("You may no longer have this file."),
        services.NO_ROOM: _("The server has no room for this file. Tell the person who runs the site."),
        services.BROKEN: _("The file could not be made. Ask for it again; if it fails again, tell the administrator."),
    }
    return sentences.get(problem, problem)


@never_cache
@require_safe
@login_required
@confirmed_lately(file=True)
def fetch(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Send a file to the person who asked for it, as long as they may have it."""
    row = get_object_or_404(MadeFile.objects.of(request.user), pk=pk)
    try:
        content, content_type = services.fetch(row=row, by=request.user, now=timezone.now())
    except (services.NotThere, Refused) as error:
        messages.warning(request, str(error) or _("This file is not there. Ask for it again."))
        return redirect("files:file", pk)
    return FileResponse(content, as_attachment=True, filename=row.name, content_type=content_type)

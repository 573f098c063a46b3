"""The preview of a case: any seat, any hour, and playing on from there. What is entered stays in one’s own session."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from assessments.casework import Refused
from lms.people.directory.requests import SignedInRequest

from ..authoring.access import desk
from ..authoring.messages import save_with_message
from ..runs.refusals import sentence
from ..seat.case_file import word_of
from ..seat.entry_data import read_entry
from ..seat.seat_view import Refusal
from .page_context import PreviewPosition, page_of
from .plays import TooLong
from .recorded_paths import KeepForm, keep


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def preview(request: SignedInRequest, page: int) -> HttpResponse:
    """Show the case as a seat sees it at an hour; by POST an entry of that seat at that hour."""
    look = PreviewPosition.of(request, desk(request, page))
    if request.method != "POST":
        shown = page_of(look, word=word_of(request.GET.get("q", "")))
        return render(request, "simulation/authoring/preview.html", shown)
    try:
        verb, data, _id = read_entry(request.POST)
    except ValueError as error:
        raise BadRequest(str(error)) from error
    try:
        log = look.play.with_entry(look.seat, verb, data, look.minute)
    except Refused as why:
        return _refused(request, look, Refusal(verb, data, sentence(why, look.at.texts)))
    except TooLong:
        return _refused(request, look, Refusal(verb, data, _("This play is too long. Begin again.")))
    look.store(request, log)
    messages.success(request, _("Recorded."))
    return redirect(look.address())


def _refused(request: SignedInRequest, look: PreviewPosition, refusal: Refusal) -> HttpResponse:
    return render(request, "simulation/authoring/preview.html", page_of(look, refusal), status=422)


@require_POST
def begin(request: SignedInRequest, page: int) -> HttpResponse:
    """Begin from the beginning, with nothing entered, or with what a recorded path has."""
    look = PreviewPosition.of(request, desk(request, page))
    path: Any = look.at.draft.paths.get(request.POST.get("path", ""), {})
    log = path.get("log", [])
    look.store(request, log)
    return redirect(look.address(minute=log[-1]["at"] if log else 0))


@require_POST
def record(request: SignedInRequest, page: int) -> HttpResponse:
    """Save the preview's play with the case as a path, which from then on has to end as well on it."""
    look = PreviewPosition.of(request, desk(request, page))
    form = KeepForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["name"][0]), extra_tags="id_name")
        return redirect(look.address(minute=look.play.case.ends))
    name = form.cleaned_data["name"]
    save_with_message(request, lambda: keep(look.at, name, look.play.log, by=request.user), _("Saved in the draft."))
    return redirect(look.at.address("case"))

"""The file of a case: downloaded, brought, shown, and put into the draft."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.casework import BadCase
from lms.people.directory.requests import SignedInRequest

from ..page.case_files import NotRead
from . import uploads
from .access import TABS, Desk, desk, frame
from .downloads import TYPES, as_file
from .drafts import Busy
from .file_forms import FileForm
from .upload_texts import refusal, row_words


@require_safe
def download(request: SignedInRequest, page: int, kind: str) -> HttpResponse:
    """Show the draft in the language in which it is read."""
    if kind not in TYPES:
        raise Http404
    return as_file(desk(request, page), kind)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, page: int) -> HttpResponse:
    """Bring a file; what it changes, and what is odd in it, is shown before anything is written."""
    at = desk(request, page, empty=True)
    form = FileForm(at, request.POST or None, request.FILES or None)
    context = frame(at, "", _("Upload a file")) | {"form": form}
    if request.method != "POST":
        return render(request, "simulation/authoring/upload.html", context)
    if not form.is_valid() or (carried := _carried(form, at, request)) is None:
        return render(request, "simulation/authoring/upload.html", context, status=422)
    found: uploads.UploadedCase = form.cleaned_data["file"]
    shown = {"numbers": _numbers(at, found), "rows": [row_words(one) for one in found.rows], "carried": carried}
    return render(request, "simulation/authoring/upload_read.html", context | shown)


@require_POST
def take(request: SignedInRequest, page: int) -> HttpResponse:
    """Make the case that was shown a draft of the page."""
    at = desk(request, page, empty=True)
    try:
        uploads.take(at.page, request.POST.get("case", ""), by=request.user)
    except (uploads.Expired, BadCase, Busy):
        messages.error(request, _("The content of this file can no longer be put in. Upload the file again."))
        return redirect(at.address("case-upload"))
    messages.success(request, _("Saved in the draft."))
    return redirect(at.address("case"))


def _carried(form: FileForm, at: Desk, request: SignedInRequest) -> str | None:
    found: uploads.UploadedCase = form.cleaned_data["file"]
    try:
        return uploads.signed(at.page, at.draft, form.cleaned_data["language"], found.case, by=request.user)
    except uploads.TooMuch:
        form.add_error("file", refusal(NotRead()))
        return None


def _numbers(at: Desk, found: uploads.UploadedCase) -> list[tuple[str, int, int]]:
    """List each part of a case with the number of its things before and after the upload."""
    before: Any = at.draft.structure
    return [
        (str(label), len(before.get(part) or ()), len(found.case.structure.get(part) or ()))
        for part, label in TABS.items()
    ]

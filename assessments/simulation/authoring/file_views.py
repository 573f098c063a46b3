"""The file of a case: downloaded, brought, shown, and put into the draft."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessments.casework import BadCase, Finding, combine
from assessments.casework.definition.pictures import names_of
from assessments.casework.imports import Unreadable
from assessments.casework.imports.msel import headings, rows_of
from courses.models import PageImport
from lms.foundation.interface.stale_forms import status_of
from lms.foundation.plugins.report import Column
from lms.people.directory.requests import SignedInRequest

from ..page.case_files import LARGEST, NotRead
from ..pictures.services import bytes_of
from . import uploads
from .access import TABS, Desk, desk, frame
from .drafts import Busy
from .upload_texts import refusal, row_words


class FileForm(forms.Form):
    """`cleaned_data["file"]` is what was brought."""

    language = forms.ChoiceField(label=capfirst(gettext_lazy("language of the file")), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=255,
        help_text=gettext_lazy(
            "A spreadsheet (XLSX, CSV) with a row for each inject: time, from, to, text and expected action; a row "
            "with the ID of an inject changes that one. Or the whole case, as it was downloaded here."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx,.csv"}),
    )

    def __init__(self, at: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["language"] = at.language
        self.at = at

    def clean(self) -> dict[str, Any]:
        """Read here, where the language is known."""
        cleaned = super().clean() or {}
        file, language = cleaned.get("file"), cleaned.get("language", "")
        if not file or not language:
            return cleaned
        draft, title = self.at.draft, str(self.at.page.title)
        try:
            found = uploads.read_upload(file.read(LARGEST + 1), draft, language, title, now=timezone.now())
        except (NotRead, Unreadable) as bad:
            self.add_error("file", refusal(bad))
            return cleaned
        if language != draft.language and found.case.structure != draft.structure:
            self.add_error("file", _("The file is not the same case: only words may differ from language to language."))
        return cleaned | {"file": found}


JSON_FILE, SHEET = "json", "xlsx"
TEMPLATE = "template"
SAMPLE = (("", "1", "08:30", "", "", "", "", "", ""),)
"""A row that says how day and time are written; without a text it is left out."""
TYPES = {JSON_FILE: "application/json", SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def as_file(at: Desk, kind: str) -> HttpResponse:
    if kind == TEMPLATE:
        data, name, ending = _sheet(at, SAMPLE), slugify(at.page.title), SHEET
    else:
        data = _json(at) if kind == JSON_FILE else _sheet(at, rows_of(at.draft.case, at.texts))
        name, ending = slugify(at.draft.case.id), kind
    response = HttpResponse(data, content_type=TYPES[ending])
    name = f"{name or 'case'}-{at.language}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _json(at: Desk) -> bytes:
    case = at.draft.case
    return json.dumps(combine(case, at.texts, bytes_of(names_of(case))), ensure_ascii=False, indent=2).encode()


def _sheet(at: Desk, rows: Iterable[Sequence[str]]) -> bytes:
    from lms.foundation.interface.tables.workbooks import (
        write,  # its library is large, and most processes never write one
    )

    file = io.BytesIO()
    columns = [Column(str(number), label) for number, label in enumerate(headings(at.language))]
    write(file, at.texts.title or str(at.page.title), columns, rows)
    return file.getvalue()


@require_safe
def download(request: SignedInRequest, page: int, kind: str) -> HttpResponse:
    """Show the draft in the language in which it is read; an empty spreadsheet to fill in, also without a draft."""
    if kind not in (*TYPES, TEMPLATE):
        raise Http404
    return as_file(desk(request, page, empty=kind == TEMPLATE), kind)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedInRequest, page: int) -> HttpResponse:
    """Bring a file. It is read and kept; the next page shows what it changes before anything is written."""
    at = desk(request, page, empty=True)
    form = FileForm(at, request.POST, request.FILES) if request.method == "POST" else FileForm(at)
    context = frame(at, "", _("Upload a file")) | {"form": form, "template": at.address("case-download", TEMPLATE)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "simulation/authoring/upload.html", context, status=status_of(form))
    language, found, name = form.cleaned_data["language"], form.cleaned_data["file"], str(request.FILES["file"])
    key = uploads.keep(at.page, at.draft, language, found, name, by=request.user, now=timezone.now())
    return redirect(f"{reverse('simulation:case-take', args=[page])}?import={key}")


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: SignedInRequest, page: int) -> HttpResponse:
    """Show what the file changes, and what is odd in it (GET); make it a draft of the page (POST)."""
    at, now = desk(request, page, empty=True), timezone.now()
    key = (request.POST or request.GET).get("import", "")
    kept = PageImport.objects.of(at.page, request.user, key, now=now)
    if kept is not None and kept.content and request.method != "POST":
        rows = [row_words(Finding(**row)) for row in kept.content["rows"]]
        shown = {"numbers": _numbers(at, kept.content["structure"]), "rows": rows, "kept": kept}
        return render(request, "simulation/authoring/upload_read.html", frame(at, "", _("Upload a file")) | shown)
    try:
        if kept is None:
            raise uploads.Changed
        uploads.take(at.page, kept, by=request.user, now=now)
    except (uploads.Changed, BadCase, Busy):
        messages.error(request, _("The content of this file can no longer be put in. Upload the file again."))
        return redirect(at.address("case-upload"))
    messages.success(request, _("Saved in the draft."))
    return redirect(at.address("case"))


def _numbers(at: Desk, after: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """List each part of a case with the number of its things before and after the upload."""
    before: Any = at.draft.structure
    return [(str(label), len(before.get(part) or ()), len(after.get(part) or ())) for part, label in TABS.items()]

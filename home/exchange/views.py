"""Pages of the admin on which a course leaves as a ZIP and comes back."""

from base64 import b64decode, b64encode
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from courses.models import PageImport, ProgrammePage
from home.curriculum.schema import BadFile
from home.curriculum.writing import Ledger, NotAllowed
from lms.files.views import offer
from lms.foundation.interface.stale_forms import status_of
from lms.foundation.work.staged_import import NotNow, held
from lms.people.directory.requests import SignedInRequest

from . import packing
from .files import CourseFile
from .importing import import_course

LARGEST = 15 * 2**20
"""Bytes of a ZIP that is brought on the page; larger ones come by the command."""


@require_http_methods(["GET", "HEAD", "POST"])
def course_export(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Offer to make the course of a page as a ZIP, in the background, to whoever may read its drafts."""
    return offer(request, CourseFile.slug, {"page": page_id}, back=reverse("wagtailadmin_pages:edit", args=[page_id]))


class CourseFileForm(forms.Form):
    """A ZIP with a course; `cleaned_data` has its files."""

    file = forms.FileField(
        label=gettext_lazy("course as a ZIP"),
        help_text=gettext_lazy("15 MB at most. For a larger one, ask the person who runs the site."),
    )

    def clean_file(self) -> bytes:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("The file is larger than 15 MB."))
        data = file.read()
        try:
            packing.read_zip(data)
        except BadFile as error:
            raise ValidationError(str(error).splitlines()) from error
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def course_import(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Bring a course for a programme. It is read and kept; the next page says what would be written."""
    programme = _programme(request, page_id)
    form = CourseFileForm(request.POST, request.FILES) if request.method == "POST" else CourseFileForm()
    ledger: Ledger | None = None
    if form.is_bound and form.is_valid():
        try:
            ledger = _put(form.cleaned_data["file"], programme, request, dry_run=True)
        except (BadFile, NotAllowed) as error:
            form.add_error("file", str(error).splitlines()[:20])
    if ledger is None:
        context = {"programme": programme, "form": form}
        return render(request, "home/exchange/import.html", context, status=status_of(form))
    content = {"zip": b64encode(form.cleaned_data["file"]).decode(), "titles": ledger.written}
    name, now = str(request.FILES["file"]), timezone.now()
    kept = PageImport.keep(programme, name, content, by=request.user, now=now)
    return redirect(f"{reverse('course_import_confirm', args=[page_id])}?import={kept.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def course_import_confirm(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Show what the file that was read would write (GET); write it (POST)."""
    programme = _programme(request, page_id)
    key = (request.POST or request.GET).get("import", "")
    kept = PageImport.objects.of(programme, request.user, key, now=timezone.now())
    if kept is None:
        messages.error(request, _("The content of this file can no longer be put in. Upload the file again."))
        return redirect("course_import", page_id)
    if request.method != "POST" and kept.content:
        return render(request, "home/exchange/confirm.html", {"programme": programme, "kept": kept})
    try:
        number = _take(kept, programme, request)
        messages.success(request, _("Written: %(number)s pages, questions, citations and files.") % {"number": number})
    except NotNow:
        messages.info(request, _("This course was put in already."))
    except (BadFile, NotAllowed) as error:
        messages.error(request, str(error))
    return redirect("wagtailadmin_explore", page_id)


@transaction.atomic
def _take(kept: PageImport, programme: ProgrammePage, request: SignedInRequest) -> int:
    """Write the course that was kept, once, and return how much was written. Raises `NotNow`."""
    kept = held(PageImport.objects.all(), kept.pk, PageImport.Status.READ)
    ledger = _put(b64decode(kept.content["zip"]), programme, request)
    kept.finish(now=timezone.now())
    return len(ledger.written)


def _put(data: bytes, programme: ProgrammePage, request: SignedInRequest, **options: bool) -> Ledger:
    files = packing.read_zip(data)
    return import_course(files, programme=programme, by=request.user, now=timezone.now(), **options)


def _programme(request: SignedInRequest, page_id: int) -> Any:
    """Return the programme to which the person may add courses. Raises `Http404`."""
    programme = get_object_or_404(ProgrammePage, pk=page_id)
    if not programme.permissions_for_user(request.user).can_add_subpage():
        raise Http404
    return programme

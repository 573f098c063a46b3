"""Views of a learner's own work: save, add files, hand in; upload in parts; and a file for whoever may read it."""

from http import HTTPStatus
from typing import IO, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.interface.plugin_error_texts import unavailable_text
from lms.foundation.plugins.activity import InvalidAnswer, NotNow
from lms.foundation.plugins.identifiers import uuid7_of
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.foundation.work.uploads import Busy as TooMany
from lms.learning.progress.journal.late_answers import store_answer
from lms.learning.progress.models import Attempt
from lms.people.directory.requests import SignedInRequest

from . import groups, scans, services
from .access import file_of, own_attempt, own_upload
from .activity import FIELD
from .checking.files import BadFile
from .models import HandedFile, Upload

REFUSALS = (BadFile, InvalidAnswer, NotNow, NotInstalled, services.Busy, TooMany)
_SUM = 8


@require_POST
def work(request: SignedInRequest, attempt: int) -> HttpResponse:
    """Save the text, add the files that came with it, take one away, and hand in where that was asked."""
    row = own_attempt(request, attempt)
    here = _address(row)
    try:
        _take(request, row)
    except REFUSALS as error:
        messages.error(request, sentence(error))
    except ValueError:
        messages.error(request, _("This page was out of date. Reload it and send it again."))
    return redirect(here)


def _take(request: SignedInRequest, attempt: Attempt) -> None:
    now, event_id = timezone.now(), uuid7_of(request.POST.get("event_id", ""))
    if attempt.closed_at is not None and attempt.state.get("group"):
        raise InvalidAnswer(_("This work is handed in already."))
    if FIELD in request.POST:
        text = request.POST[FIELD].replace("\x00", "")
        store_answer(attempt=attempt, data={FIELD: [text]}, event_id=event_id, now=now)
        attempt.refresh_from_db()
    for file in request.FILES.getlist("file"):
        _add(request, attempt, file)
    if gone := request.POST.get("without", ""):
        services.take_away(attempt=attempt, file=UUID(gone), by=request.user, now=now)
    if request.POST.get("do") != "hand in":
        messages.success(request, _("Your draft is kept. Nobody else sees it until you hand it in."))
    else:
        _hand_in(request, attempt)


def _hand_in(request: SignedInRequest, attempt: Attempt) -> None:
    is_late, missing = groups.hand_in(attempt=attempt, by=request.user, now=timezone.now())
    if is_late:
        messages.warning(request, _("The time for handing in is over. An instructor may admit your work."))
        return
    messages.success(request, _("Handed in. You are told when it is marked."))
    if missing:
        sentence = _("Handing in failed for %(names)s. Tell your instructor.")
        messages.warning(request, sentence % {"names": ", ".join(missing)})


def _add(request: SignedInRequest, attempt: Attempt, file: UploadedFile) -> None:
    content, sent = sent_file(file)
    services.add_file(attempt=attempt, content=content, sent=sent, by=request.user, now=timezone.now())


@require_POST
def begin_upload(request: SignedInRequest, attempt: int) -> HttpResponse:
    """Begin an upload in parts, or say how far the same file came before."""
    row = own_attempt(request, attempt)
    size, digits = whole_number(request.POST.get("size", "")), request.POST.get("sum", "")
    if size is None or len(digits) != _SUM or not set(digits) <= set("0123456789abcdef"):
        return JsonResponse({"message": _("Choose the file again.")}, status=HTTPStatus.BAD_REQUEST)
    sent = services.Sent(request.POST.get("name", "").replace("\x00", ""), size, digits)
    try:
        return _told(services.begin_upload(attempt=row, sent=sent, by=request.user, now=timezone.now()))
    except REFUSALS as error:
        return JsonResponse({"message": sentence(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
def add_part(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Keep a part of an upload. Its body is the bytes; `offset` in the address is where they belong."""
    row, offset = own_upload(request, key), whole_number(request.GET.get("offset", ""))
    if offset is None:
        return JsonResponse({"received": row.received}, status=HTTPStatus.CONFLICT)
    try:
        return _told(
            services.add_part(upload=row, offset=offset, data=request.body, by=request.user, now=timezone.now())
        )
    except services.OutOfPlace as error:
        return JsonResponse({"received": error.received}, status=HTTPStatus.CONFLICT)
    except Upload.DoesNotExist as error:  # another request finished it meanwhile
        raise Http404 from error
    except (services.Busy, TooMany):
        wait = {"Retry-After": "3"}
        return JsonResponse({"received": row.size}, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=wait)
    except REFUSALS as error:
        return JsonResponse({"message": sentence(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
@never_cache
def download(request: SignedInRequest, key: UUID) -> HttpResponseBase:
    """Send a file to its learner and to those who teach them: as a download, that can do nothing in a browser. Nobody
    gets one before it was checked for viruses.
    """
    row = file_of(request, key)
    if waits := scans.sentence_of(row):
        return render(request, "interface/base.html", {"title": waits}, status=HTTPStatus.CONFLICT)
    response: HttpResponseBase = FileResponse(row.file.open("rb"), content_type=row.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _told(row: Upload | HandedFile) -> JsonResponse:
    """Return how far an upload is, or the file that it became."""
    if isinstance(row, HandedFile):
        facts = {**row.facts, "scan": scans.sentence_of(row)}
        return JsonResponse({"file": facts, "url": reverse("assignment:file", args=[row.pk])})
    address = reverse("assignment:part", args=[row.pk])
    return JsonResponse({"url": address, "received": row.received, "part": services.PART})


def sent_file(file: UploadedFile) -> tuple[IO[bytes], services.Sent]:
    """Return the content of a file that a form sent, and its name and size."""
    return cast("IO[bytes]", file.file), services.Sent(file.name or "", file.size or 0, "")


def sentence(error: Exception) -> str:
    """Return the sentence for a person whose request was refused."""
    if isinstance(error, NotInstalled):
        return unavailable_text(error)
    return str(error) or _("The server is busy. Try again in a few seconds.")


def _address(attempt: Attempt) -> str:
    here = reverse("learn:activity", args=[attempt.enrolment.course.slug, attempt.activity.slug])
    return f"{here}?attempt={attempt.number}"

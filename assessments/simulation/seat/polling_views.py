"""Polling of a seat: a live page asks every few seconds whether something is new, and the answer is a few bytes."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.foundation.interface.cache_headers import never_cached
from lms.people.directory.requests import SignedInRequest

from ..runs.etag import tag_of
from ..runs.models import Seat
from ..runs.statements import VIEW


@require_safe
def pulse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show 304 where what one's own seat sees is what it was. Two statements with that of the session; a third where
    something is due that nobody has stored yet.
    """
    tag = _tag(request, pk, timezone.now())
    same = request.headers.get("If-None-Match", "").removeprefix("W/") == tag  # weak where a proxy packed the page
    response: HttpResponse = HttpResponseNotModified() if same else JsonResponse({"new": True})
    response.headers["ETag"] = tag
    never_cached(response)
    return response


def _tag(request: SignedInRequest, pk: int, now: datetime) -> str:
    row: Any = VIEW.first(person=request.user.pk, seat=pk, now=now)
    if row is None:
        raise Http404
    if not row.due:
        return f'"{row.view}"'
    return tag_of(get_object_or_404(Seat.objects.of(request.user).select_related("run"), pk=pk), now)

"""Whether something is new for a seat: a live page asks every few seconds, and the answer is a few bytes."""

from django.db.models import BigIntegerField
from django.http import Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.interface.cache_headers import kept_by_nobody
from lms.people.requests import SignedInRequest
from lms.statements import Open, Statement

from .models import Seat
from .pulse import tag_of

_PERSON, _SEAT = Open("person", BigIntegerField()), Open("seat", BigIntegerField())
_OWN = Statement(
    lambda: Seat.objects.of(_PERSON).filter(pk=_SEAT).select_related("run").defer("run__state"), prepared=True
)
"""One's own seat with its run, whose state is fetched where something is due."""


@require_safe
def pulse(request: SignedInRequest, pk: int) -> HttpResponse:
    """304 where what one's own seat sees is what it was. Two statements with that of the session; a third where
    something is due that nobody has stored yet.
    """
    row = _OWN.first(person=request.user.pk, seat=pk)
    if row is None:
        raise Http404
    tag = tag_of(row, timezone.now())
    same = request.headers.get("If-None-Match") == tag
    response: HttpResponse = HttpResponseNotModified() if same else JsonResponse({"new": True})
    response.headers["ETag"] = tag
    kept_by_nobody(response)
    return response

"""Files of indicators for everybody who sees the figures: the logframe."""

from functools import partial

from django.http import Http404, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lms.foundation.interface.tables.files import sheet_response
from lms.people.audit.services import note
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .access import for_reporters, seen_by
from .overview import standings


@require_safe
@for_reporters
@confirmed_lately(file=True)
def logframe(request: SignedInRequest, extension: str) -> HttpResponseBase:
    """Return all indicators that the viewer sees as XLSX or JSON, without small figures."""
    from .exports import as_json, write_sheet  # here, since the library of spreadsheets is large

    if extension not in ("xlsx", "json"):
        raise Http404
    now = timezone.now()
    rows = standings(seen_by(request.user), request.user)
    note("indicators_exported", by=request.user, institution=request.user.institution_id, now=now, file=extension)
    if extension == "xlsx":
        return sheet_response("indicators", partial(write_sheet, standings=rows, now=now))
    response = JsonResponse(as_json(rows, now=now), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = content_disposition_header(True, "indicators.json")
    return response

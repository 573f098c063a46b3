"""The evidence pack of a value as a file, for those who see the rows behind it."""

from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from lms.people.audit.services import note
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from ..access import for_reporters, snapshot_or_404
from . import packs


@require_safe
@for_reporters
@confirmed_lately(file=True)
def evidence(request: SignedInRequest, pk: object) -> HttpResponseBase:
    """Return the evidence pack of a value, which is noted."""
    snapshot = snapshot_or_404(request.user, pk, whole=True)
    place = snapshot.definition.indicator.institution_id
    note(
        "indicator_evidence_taken",
        by=request.user,
        institution=place,
        now=timezone.now(),
        snapshot=snapshot.number,
        rows=snapshot.facts["rows"],
    )
    pieces: Any = packs.pieces(snapshot)
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    name = f"evidence-{snapshot.as_of:%Y-%m-%d}-{snapshot.number}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response

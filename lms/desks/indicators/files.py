"""Files of indicators for everybody who sees the figures: the logframe."""

import json
from abc import abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.files.kinds import FileKind, Told
from lms.files.views import send
from lms.foundation.interface.tables.files import SHEET_TYPE
from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .access import for_reporters, seen_by
from .overview import Standing, standings


class Logframe(FileKind[list[Standing]]):
    """All indicators that the person sees, without small figures. Nothing is asked."""

    holds_people = False

    def find(self, by: User, asked: Mapping[str, object]) -> list[Standing]:
        """Return what they see: nothing where they no longer report."""
        return standings(seen_by(by), by)

    def title(self, found: list[Standing]) -> str:
        return _("Indicators")

    def name(self, found: list[Standing]) -> str:
        return "indicators"

    def cells(self, found: list[Standing]) -> int:
        from .exports import columns, lines  # here, since the library of spreadsheets is large

        return sum(1 for _line in lines(found)) * len(columns())

    @abstractmethod
    def write(self, found: list[Standing], file: IO[bytes], *, by: User, told: Told) -> None: ...

    def note(self, found: list[Standing], *, by: User, now: datetime) -> None:
        note("indicators_exported", by=by, institution=by.institution_id, now=now, file=self.ending)


class LogframeSheet(Logframe):
    """The logframe as a spreadsheet."""

    slug = "logframe_xlsx"
    ending = "xlsx"
    content_type = SHEET_TYPE

    def write(self, found: list[Standing], file: IO[bytes], *, by: User, told: Told) -> None:
        from .exports import write_sheet

        write_sheet(file, found, now=timezone.now())


class LogframeJson(Logframe):
    """The same for programs."""

    slug = "logframe_json"
    ending = "json"
    content_type = "application/json"

    def write(self, found: list[Standing], file: IO[bytes], *, by: User, told: Told) -> None:
        from .exports import as_json

        file.write(json.dumps(as_json(found, now=timezone.now()), ensure_ascii=False, indent=1).encode())


OF_ENDING: Mapping[str, type[Logframe]] = {kind.ending: kind for kind in (LogframeSheet, LogframeJson)}


@require_http_methods(["GET", "HEAD", "POST"])
@for_reporters
@confirmed_lately(file=True)
def logframe(request: SignedInRequest, extension: str) -> HttpResponseBase:
    """Send all indicators that the viewer sees as XLSX or JSON; a file that is long is offered."""
    if extension not in OF_ENDING:
        raise Http404
    return send(request, OF_ENDING[extension].slug, {}, back=reverse("indicators:index"))

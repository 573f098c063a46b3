"""Files of reports (`lms.files`): made with the rights of whoever gets them, and given out while these last."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.desks.reporting import named_reports
from lms.desks.reporting.exports.audit import EXPORT
from lms.desks.reporting.named_reports import Exported, NamedReport, Questions
from lms.desks.reporting.plugin_reports.reports import ReportFailed
from lms.files.kinds import FileKind, Refused, Told
from lms.files.models import MadeFile
from lms.files.services import NotThere, fetch
from lms.foundation.plugins.report import InvalidFilter, NotVisible, Row
from lms.people.audit.services import note
from lms.people.directory.models import User

from . import writing
from .models import Kind

MOST_ATTACHED = 3_000_000
"""Bytes of a file that goes with a mail; of a larger one the link goes."""


@dataclass
class WantedFile:
    """A report as a file for `by`, about institutions that they all see; it gets its `name` when it is written."""

    by: User
    report: NamedReport
    kind: Kind
    places: set[int]
    name: str = ""


class ReportFile(FileKind[WantedFile]):
    """A report as a file. Asked: what `asked_for` gives."""

    slug = "report"
    kept = timedelta(days=7)

    def find(self, by: User, asked: Mapping[str, object]) -> WantedFile:
        """Return what is wanted, whether its filters are there or not: a file outlives them."""
        report = NamedReport(str(asked["report"]), str(asked["query"]))
        try:
            with suppress(InvalidFilter):
                Questions(by, now=timezone.now()).ask(NamedReport(report.name))
        except NotVisible:
            raise Http404 from None
        except ReportFailed:
            raise Refused(_("This report cannot be made at the moment.")) from None
        places = set(cast(list[int], asked["places"]))
        if not places <= named_reports.places_of(by):
            raise Refused(
                _(
                    "You no longer see all institutions that this file is about. "
                    "Make it again: it then has what you see today."
                )
            )
        return WantedFile(by, report, Kind(str(asked["kind"])), places)

    def title(self, found: WantedFile) -> str:
        title = Questions(found.by, now=timezone.now()).ask(found.report).title
        return f"{title} ({found.kind.label})"

    def name(self, found: WantedFile) -> str:
        return found.name

    def type_of(self, found: WantedFile) -> tuple[str, str]:
        return writing.TYPES[found.kind]

    def write(self, found: WantedFile, file: IO[bytes], *, by: User, told: Told) -> None:
        if not named_reports.places_of(by) <= found.places:
            raise Refused(_("You see more institutions than when you asked for this file. Ask for it again."))
        try:
            on_paper = found.kind == Kind.PDF
            exported = named_reports.exported(by, found.report, now=timezone.now(), as_page=on_paper)
            writing.write(found.kind, file, exported, _counted(exported, told), today=timezone.localdate())
        except NotVisible:
            raise Http404 from None
        except InvalidFilter:
            raise Refused(_("A filter of this report no longer exists.")) from None
        except writing.TooLongForPaper:
            raise Refused(_("This report has too many rows for a PDF. Choose XLSX or CSV, or set filters.")) from None
        except ReportFailed:
            raise Refused(_("This report cannot be made at the moment.")) from None
        found.name = exported.description.name

    def note(self, found: WantedFile, *, by: User, now: datetime) -> None:
        note(EXPORT, by=by, institution=by.institution_id, now=now, report=found.report.name, file=found.kind)


class MailedReport(ReportFile):
    """A file of a schedule that is told by mail. Asked: also whether it is `attached`."""

    slug = "report_by_mail"
    on_page = False


def asked_for(report: NamedReport, kind: str, by: User) -> dict[str, object]:
    """Return what a file of `report` is asked for with. One statement."""
    places = sorted(named_reports.places_of(by))
    return {"report": report.name, "query": report.query, "kind": str(kind), "places": places}


def _counted(exported: Exported, told: Told) -> Iterator[Row]:
    for number, row in enumerate(exported.rows, 1):
        told(number, exported.total or 0)
        yield row


def for_mail(pk: int) -> bytes | None:
    """Return the bytes of a file that go with a mail now; None where the person may not have them, where it is gone,
    or too large.
    """
    row = MadeFile.objects.select_related("by__institution").filter(pk=pk, by__is_active=True).first()
    try:
        if row is None or not row.file or row.file.size > MOST_ATTACHED:
            return None
        with fetch(row=row, by=row.by, now=timezone.now())[0] as file:
            return bytes(file.read())
    except (Http404, PermissionDenied, Refused, NotThere, FileNotFoundError):
        return None

"""Files for a ceremony: begun, made in the background, fetched, and deleted after some days.

A certificate is issued and its PDF is made in a transaction of its own: a worker that is killed leaves nothing half
done, and the next one goes on. The two files are put together at the end, and kept when both are whole.
"""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone, translation

from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, take_up
from lms.learning.progress.models import Enrolment
from lms.people.audit.services import note
from lms.people.directory.models import Cohort, User

from .. import services
from ..filters import CertificateFilters
from ..models import Ceremony, Certificate, CertificateQuerySet
from ..paper.services import render
from . import sheets

AT_ONCE = 50
"""Certificates that are done before the row says so."""
WORKER = ("earned_by__institution", "issuer")


class NotThere(LookupError):
    """The files are not made, are gone, or hold certificates that the person may no longer see."""


@transaction.atomic
def begin(*, form: CertificateFilters, issues: bool, title: str, language: str, by: User, now: datetime) -> Ceremony:
    """Begin the files of the certificates that match the valid `form`, in its order; with `issues`, after those that
    the chosen cohort lacks.
    """
    cohort: Cohort | None = form.cleaned_data["cohort"]
    ceremony = Ceremony.objects.create(
        title=title[:200],
        language=language,
        query=form.query(),
        cohort=cohort,
        issues=issues and cohort is not None,
        by=by,
        made_at=now,
        touched_at=now,
        total=certificates_of(form).count(),
    )
    note("ceremony_begun", by=by, institution=by.institution_id, now=now, ceremony=ceremony.pk, rows=ceremony.total)
    queue("certificates.make_ceremony", ceremony.pk)
    return ceremony


def certificates_of(form: CertificateFilters) -> CertificateQuerySet:
    """Return what goes to a ceremony: of the certificates that match the valid `form` those that are valid today."""
    today = timezone.localdate()
    return form.rows_in_state(today).standing("valid", today)


def lacking(cohort: Cohort, viewer: User) -> QuerySet[Enrolment]:
    """Return the completed enrolments of the cohort, as far as `viewer` may see them, that have no certificate."""
    rows = Enrolment.objects.visible_to(viewer).filter(learner__cohorts=cohort, completed_at__isnull=False)
    return rows.filter(certificate=None).exclude(institution__issues=False)


def make(pk: int, *, clock: Clock = timezone.now) -> None:
    """Make the files of a ceremony. Killed at any point, it goes on where it was when it is taken up again."""
    rows = Ceremony.objects.select_related("by", "cohort__institution")
    row = take_up(rows, pk, give_up=_give_up, now=clock(), alone=True)
    if row is None:
        return
    with translation.override(row.language):
        if row.wanted is None:
            _choose(row, clock)
        _render(row, clock)
        _pack(row, clock)


def _give_up(row: Ceremony) -> None:
    row.status = Ceremony.Status.FAILED


def _choose(row: Ceremony, clock: Clock) -> None:
    """Issue what is lacking, and choose the certificates, which stay the same from now on."""
    row.wanted, row.total = [], 0
    if row.by is None:
        return
    if row.issues and row.cohort is not None:
        waiting = lacking(row.cohort, row.by).select_related("learner", "institution", "course")
        for _issued in services.issue_each(waiting, now=clock()):
            _touch(row, clock)
    form = CertificateFilters(QueryDict(row.query), viewer=row.by)
    if form.is_valid():
        row.wanted = list(certificates_of(form).values_list("pk", flat=True)[: Ceremony.MOST])
    row.total = len(row.wanted)
    _touch(row, clock, wanted=row.wanted, total=row.total)


def _render(row: Ceremony, clock: Clock) -> None:
    """Make the PDFs that wait. Another worker may be at the same ones: each is made by the first."""
    waiting = [one.pk for one in _in_order(row.wanted or []) if one.status == Certificate.Status.PENDING]
    done = row.total - len(waiting)
    for number, pk in enumerate(waiting):
        certificate = Certificate.objects.select_related(*WORKER).get(pk=pk)
        render(certificate=certificate, now=clock())
        if number % 10 == 0:
            _touch(row, clock, handled=done + number)


def _pack(row: Ceremony, clock: Clock) -> None:
    """Put the files together, and keep them when they are whole."""
    with tempfile.TemporaryFile() as archive, tempfile.TemporaryFile() as paper:
        left_out = _write(row, archive, paper, clock)
        _keep(row, archive, paper, left_out, clock())


def _write(row: Ceremony, archive: IO[bytes], paper: IO[bytes], clock: Clock) -> dict[str, int]:
    """Write both files and return how many certificates are in neither, by reason."""
    from .joining import JoinedPdf  # with a large library: processes that pack nothing do without it

    left_out: dict[str, int] = {}
    lines: list[sheets.Line] = []
    joined, today = JoinedPdf(paper), timezone.localdate()
    with zipfile.ZipFile(archive, "w") as packed:
        for one in _in_order(row.wanted or []):
            reason = _reason(one, today)
            if reason:
                left_out[reason] = left_out.get(reason, 0) + 1
                continue
            with one.pdf.open() as file:
                data = file.read()
            lines.append(sheets.Line(len(lines) + 1, one.name, one.serial, one.course))
            packed.writestr(f"{len(lines):05}-{one.serial}.pdf", data)
            joined.add(data)
            if len(lines) % AT_ONCE == 0:
                _touch(row, clock, handled=len(lines))
        with tempfile.TemporaryFile() as file:
            register = JoinedPdf(file)
            for sheet in sheets.pdfs(row.title, lines):
                joined.add(sheet)
                register.add(sheet)
                _touch(row, clock)
            register.finish()
            file.seek(0)
            packed.writestr("register.pdf", file.read())
    joined.finish()
    return left_out


def _reason(certificate: Certificate, today: date) -> str:
    """Return why the certificate is in no file; empty where it is in both."""
    if certificate.standing(today) != Certificate.Standing.VALID:
        return "ended"
    return "" if certificate.status == Certificate.Status.RENDERED else str(certificate.status)


def _in_order(keys: list[int]) -> Iterator[Certificate]:
    """Yield the certificates with these keys in their order, a few in memory at a time."""
    for start in range(0, len(keys), AT_ONCE):
        found = Certificate.objects.defer("statement", "signatories", "parts").in_bulk(keys[start : start + AT_ONCE])
        yield from (found[key] for key in keys[start : start + AT_ONCE] if key in found)


@transaction.atomic
def _keep(row: Ceremony, archive: IO[bytes], paper: IO[bytes], left_out: dict[str, int], now: datetime) -> None:
    """Keep the files, unless somebody else has taken the ceremony up since."""
    held = Ceremony.objects.select_for_update(no_key=True).filter(pk=row.pk).first()
    if held is None or (held.status, held.tries) != (Ceremony.Status.RUNNING, row.tries):
        return
    for field, file, ending in ((held.archive, archive, "zip"), (held.print, paper, "pdf")):
        file.seek(0)
        name = f"ceremonies/{held.pk}.{ending}"
        field.storage.delete(name)
        field.name = field.storage.save(name, File(file))
    held.status, held.left_out, held.touched_at = Ceremony.Status.DONE, left_out, now
    held.handled = held.total - sum(left_out.values())
    held.save(update_fields=["archive", "print", "status", "left_out", "touched_at", "handled"])


def _touch(row: Ceremony, clock: Clock, **changes: object) -> None:
    """Say that the work goes on, unless somebody else has taken it up since."""
    Ceremony.objects.filter(pk=row.pk, tries=row.tries).update(touched_at=clock(), **changes)


def fetch(*, ceremony: Ceremony, kind: str, by: User, now: datetime) -> File:
    """Return the file of the `kind` “archive” or “print” for the person who had it made, who may still see every
    certificate in it. Raises `NotThere`.
    """
    file = getattr(ceremony, kind)
    if ceremony.status != Ceremony.Status.DONE or not file.name or not _sees_all(by, ceremony.wanted or []):
        raise NotThere
    note("ceremony_fetched", by=by, institution=by.institution_id, now=now, ceremony=ceremony.pk, rows=ceremony.handled)
    return file.open()


def _sees_all(viewer: User, keys: list[int]) -> bool:
    seen = Certificate.objects.visible_to(viewer)
    parts = [keys[start : start + 500] for start in range(0, len(keys), 500)]
    return all(seen.filter(pk__in=part).count() == len(part) for part in parts)


def resume(*, now: datetime) -> int:
    """Queue every ceremony whose task was lost. Returns how many."""
    lost = list(Ceremony.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        queue("certificates.make_ceremony", pk)
    return len(lost)


def delete_old(*, now: datetime) -> int:
    """Delete the files and rows of ceremonies after some days. Returns how many."""
    return _delete(Ceremony.objects.filter(made_at__lt=now - Ceremony.KEPT))


def delete_with(certificates: Iterable[int]) -> int:
    """Delete the ceremonies that hold one of the certificates with these keys, whose holder is erased."""
    gone = set(certificates)
    rows = Ceremony.objects.filter(~Q(wanted=None)).values_list("pk", "wanted").iterator(chunk_size=10)
    return _delete(Ceremony.objects.filter(pk__in=[pk for pk, wanted in rows if gone.intersection(wanted or [])]))


def _delete(rows: QuerySet[Ceremony]) -> int:
    """Delete the files first: where this is interrupted, the row still leads to them."""
    for row in rows.defer("wanted"):
        for file in (row.archive, row.print):
            if file.name:
                file.storage.delete(file.name)
    return rows.delete()[0]

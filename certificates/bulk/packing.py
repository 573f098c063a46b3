"""Packing of the files for a ceremony, part by part: a part is kept once it is whole, and the files are put together
from the parts. A worker that is killed loses the part at which it was.

A part is a ZIP in the folder of the ceremony: its certificates, their `pages` as a section of the PDF to print, sheets
of the register that are full, and `about.json` (the section, and the lines that fill no sheet yet).
"""

import io
import json
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from lms.foundation.work.runner import Clock

from ..models import Ceremony, Certificate
from ..paper.services import render
from . import sheets

if TYPE_CHECKING:
    from .joining import Section

IN_A_PART = 240
"""Certificates of one part."""
AT_ONCE = 50
"""Certificates that are in memory at once, and done before the row says so."""
LONGEST_WAIT = 90
"""Seconds to wait for a PDF that another worker is making, or was as it was killed."""
_CERTIFICATES, _SHEETS = "certificates/", "sheets/"
_STORAGE: Any = Ceremony._meta.get_field("archive")


class TakenUp(Exception):
    """Refusal where somebody else has taken the ceremony up since, or it is gone."""


def pack(row: Ceremony, clock: Clock) -> None:
    """Make what is missing of the files of `row`, and keep them when they are whole. Raises `TakenUp`."""
    touch(row, clock, handled=row.reached)
    while some := (row.wanted or [])[row.reached : row.reached + IN_A_PART]:
        _render(row, some, clock)
        with tempfile.TemporaryFile() as file:
            left_out = _write_part(row, some, file, clock)
            _keep_part(row, file, len(some), left_out, clock())
    with tempfile.TemporaryFile() as archive, tempfile.TemporaryFile() as paper:
        _join(row, archive, paper, clock)
        _keep(row, archive, paper, clock())


def _render(row: Ceremony, keys: Sequence[int], clock: Clock) -> None:
    """Make the PDFs that wait. Another worker may be at the same ones: each is made by the first, and waited for."""
    waiting = Certificate.objects.pending().filter(pk__in=keys).order_by("pk").defer("statement")
    end = time.monotonic() + LONGEST_WAIT
    while found := list(waiting.filter(queued_at__lte=clock())):
        for number, certificate in enumerate(found):
            render(certificate=certificate, now=clock())
            if number % 10 == 0:
                touch(row, clock, handled=row.reached + len(keys) - len(found) + number)
        if time.monotonic() > end:
            break
        time.sleep(0.2)


def _write_part(row: Ceremony, keys: Sequence[int], file: IO[bytes], clock: Clock) -> dict[str, int]:
    """Write the part with these certificates; return how many are in no file by reason, with those before."""
    from .joining import Pages  # with a large library: processes that pack nothing do without it

    first, lines = _left(row)
    left_out, today = dict(row.left_out), timezone.localdate()
    done = row.reached - sum(left_out.values())
    with zipfile.ZipFile(file, "w") as part, tempfile.TemporaryFile() as written:
        pages = Pages(written, first)
        for number, one in enumerate(_in_order(keys)):
            if number % AT_ONCE == 0:
                touch(row, clock)
            if reason := _reason(one, today):
                left_out[reason] = left_out.get(reason, 0) + 1
                continue
            done += 1
            with one.pdf.open() as opened:
                data = opened.read()
            part.writestr(f"{_CERTIFICATES}{done:05}-{one.serial}.pdf", data)
            pages.add(data)
            lines.append(sheets.Line(done, one.name, one.serial, one.course))
        section = pages.close()
        is_last = row.reached + len(keys) == len(row.wanted or [])
        full = len(lines) if is_last else len(lines) // sheets.ON_A_SHEET * sheets.ON_A_SHEET
        for number, sheet in enumerate(sheets.pdfs(row.title, lines[:full])):
            part.writestr(f"{_SHEETS}{number}.pdf", sheet)
        written.seek(0)
        part.writestr("pages", written.read())
        part.writestr("about.json", json.dumps({"section": section.as_json(), "waiting": lines[full:]}))
    return left_out


def _left(row: Ceremony) -> tuple[int, list[sheets.Line]]:
    """Return the number of the next object of the PDF to print, and the lines of the register that wait for a sheet."""
    from .joining import FIRST

    names = _names(row)
    if not names:
        return FIRST, []
    with _opened(names[-1]) as part:
        section, about = _about(part)
    return section.next, [sheets.Line(*line) for line in about["waiting"]]


def _about(part: zipfile.ZipFile) -> tuple["Section", dict[str, Any]]:
    from .joining import Section

    about = json.loads(part.read("about.json"))
    return Section(**about["section"]), about


def _reason(certificate: Certificate, today: date) -> str:
    """Return why the certificate is in no file; empty where it is in both."""
    if certificate.standing(today) != Certificate.Standing.VALID:
        return "ended"
    return "" if certificate.status == Certificate.Status.RENDERED else str(certificate.status)


def _in_order(keys: Sequence[int]) -> Iterator[Certificate]:
    """Yield the certificates with these keys in their order, a few in memory at a time."""
    for start in range(0, len(keys), AT_ONCE):
        found = Certificate.objects.defer("statement", "signatories", "parts").in_bulk(keys[start : start + AT_ONCE])
        yield from (found[key] for key in keys[start : start + AT_ONCE] if key in found)


def _join(row: Ceremony, archive: IO[bytes], paper: IO[bytes], clock: Clock) -> None:
    """Write both files from the parts."""
    from .joining import JoinedPdf

    joined, register = JoinedPdf(paper), list[bytes]()
    with zipfile.ZipFile(archive, "w") as packed:
        for name in _names(row):
            touch(row, clock)
            with _opened(name) as part:
                with part.open("pages") as pages:
                    joined.append(_about(part)[0], pages)
                for one in part.namelist():
                    if one.startswith(_CERTIFICATES):
                        packed.writestr(one.removeprefix(_CERTIFICATES), part.read(one))
                    elif one.startswith(_SHEETS):
                        register.append(part.read(one))
        joined.add(register)
        joined.finish()
        alone = io.BytesIO()
        sheets_alone = JoinedPdf(alone)
        sheets_alone.add(register)
        sheets_alone.finish()
        packed.writestr("register.pdf", alone.getvalue())


def _keep_part(row: Ceremony, file: IO[bytes], number: int, left_out: dict[str, int], now: datetime) -> None:
    """Keep a part of `number` certificates: from now on it is there, and `row` says so."""
    with transaction.atomic():
        held = _held(row)
        name = f"{_folder(row.pk)}/{_part(held.reached)}"
        _STORAGE.storage.delete(name)
        file.seek(0)
        _STORAGE.storage.save(name, File(file))
        held.reached, held.left_out, held.touched_at, held.tries = held.reached + number, left_out, now, 0
        held.handled = held.reached
        held.save(update_fields=["reached", "left_out", "touched_at", "tries", "handled"])
    row.reached, row.left_out, row.tries = held.reached, left_out, 0


def _keep(row: Ceremony, archive: IO[bytes], paper: IO[bytes], now: datetime) -> None:
    """Keep the files, and delete the parts."""
    with transaction.atomic():
        held = _held(row)
        for field, file, ending in ((held.archive, archive, "zip"), (held.print, paper, "pdf")):
            file.seek(0)
            name = f"{_folder(held.pk)}/certificates.{ending}"
            field.storage.delete(name)
            field.name = field.storage.save(name, File(file))
        held.status, held.touched_at = Ceremony.Status.DONE, now
        held.handled = held.total - sum(held.left_out.values())
        held.save(update_fields=["archive", "print", "status", "touched_at", "handled"])
    forget(held)


def _held(row: Ceremony) -> Ceremony:
    """Lock the row. Raises `TakenUp`.

    A part that was kept sets `tries` back, so that only both numbers together say who is at it.
    """
    held = Ceremony.objects.select_for_update(no_key=True).defer("wanted").filter(pk=row.pk).first()
    mine = (Ceremony.Status.RUNNING, row.tries, row.reached)
    if held is None or (held.status, held.tries, held.reached) != mine:
        raise TakenUp
    return held


def touch(row: Ceremony, clock: Clock, **changes: object) -> None:
    """Say that the work goes on. Raises `TakenUp`."""
    mine = Ceremony.objects.filter(pk=row.pk, status=Ceremony.Status.RUNNING, tries=row.tries, reached=row.reached)
    if not mine.update(touched_at=clock(), **changes):
        raise TakenUp


def forget(row: Ceremony) -> None:
    """Delete everything in the folder of `row` but its files that are whole: parts, and what a killed worker left."""
    storage, folder = _STORAGE.storage, _folder(row.pk)
    kept = {row.archive.name, row.print.name}
    with suppress(FileNotFoundError):  # a bucket knows no folders
        for name in storage.listdir(folder)[1]:
            if f"{folder}/{name}" not in kept:
                storage.delete(f"{folder}/{name}")
        if not any(kept):
            storage.delete(folder)


def _folder(pk: int) -> str:
    return f"ceremonies/{pk}"


def _names(row: Ceremony) -> list[str]:
    """Return the names of the parts that are kept, in order; of one that was begun the row says nothing yet."""
    try:
        found = _STORAGE.storage.listdir(_folder(row.pk))[1]
    except FileNotFoundError:
        return []
    parts = sorted(name for name in found if _part(0) <= name < _part(row.reached))
    return [f"{_folder(row.pk)}/{name}" for name in parts]


def _part(start: int) -> str:
    """Return the name of the part that begins behind `start` certificates."""
    return f"part-{start:05}.zip"


@contextmanager
def _opened(name: str) -> Iterator[zipfile.ZipFile]:
    with _STORAGE.storage.open(name) as file, zipfile.ZipFile(file) as part:
        yield part

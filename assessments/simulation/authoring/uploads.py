"""Files that an author brings: the case as JSON, or its injects as a spreadsheet. Read in a process of its own, shown
with what is odd, carried by whoever read them, signed, and put into the draft.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.core import signing

from assessments.casework import BadCase, Finding, combine
from assessments.casework.imports import Unreadable
from assessments.casework.imports.msel import merge_sheet, read_sheet
from lms.foundation.work.uploads import UnreadableUpload, read_in_sandbox
from lms.people.directory.models import User

from ..page.case_files import CaseFile, NotRead, read, split_case
from ..pictures.services import store_pictures
from .drafts import Draft, put_in
from .pages import CasePage

SALT = "simulation.case"
KEPT = 60 * 60 * 24
"""Seconds for which what was read can be put in."""
LARGEST_SHEET = 2 * 1024 * 1024
"""Bytes."""
LONGEST_SIGNED = 900_000
"""Characters: a form may bring a megabyte."""


class Expired(ValueError):
    """Refusal: the file was read for another page, by another person or on another day, or the case was changed
    meanwhile.
    """


class TooMuch(ValueError):
    """Refusal: the case is larger than can be carried."""


@dataclass(frozen=True)
class UploadedCase:
    """The case as it would be, in one language; of a sheet also what is to be said of its rows."""

    case: CaseFile
    rows: tuple[Finding, ...] = ()
    is_sheet: bool = False


def read_upload(data: bytes, draft: Draft, language: str, title: str, *, now: datetime) -> UploadedCase:
    """Return pictures that come along are kept from now on: what is carried has their names. They go by themselves
    where no case has them. Raises `NotRead`; `Unreadable` for a spreadsheet.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        case = read(data)
        return UploadedCase(replace(case, structure=store_pictures(case.structure, case.pictures, now=now)))
    if len(data) > LARGEST_SHEET:
        raise NotRead
    file = combine(draft.case, draft.words(language)) if draft.structure else None
    try:
        found: dict[str, Any] = read_in_sandbox(partial(_of_sheet, data, file, title))
    except UnreadableUpload as error:
        raise NotRead(heavy=True) from error
    if "why" in found:
        raise Unreadable(found["why"], **found["values"])
    if "structure" not in found:
        raise NotRead(found["place"])
    rows = tuple(Finding(**one) for one in found["rows"])
    return UploadedCase(CaseFile(found["structure"], found["texts"]), rows, is_sheet=True)


def _of_sheet(data: bytes, file: Mapping[str, Any] | None, title: str) -> dict[str, Any]:
    try:
        case, findings = merge_sheet(read_sheet(data), file)
        case["title"] = case["title"] or title
        both = split_case(case)
    except Unreadable as bad:
        return {"why": bad.why, "values": dict(bad.values)}
    except BadCase as bad:
        return {"place": bad.place}
    return {"structure": both.structure, "texts": both.texts, "rows": [asdict(one) for one in findings]}


def signed(page: CasePage, draft: Draft, language: str, case: CaseFile, *, by: User) -> str:
    """Return a text that `take` reads for this page, this person and this draft. Raises `TooMuch`."""
    carried = [page.pk, by.pk, draft.digest, language, case.structure, case.texts]
    text = signing.dumps(carried, salt=SALT, compress=True)
    if len(text) > LONGEST_SIGNED:
        raise TooMuch
    return text


def take(page: CasePage, text: str, *, by: User) -> None:
    """Make the file that was read the draft. A second call changes nothing. Raises `Expired`, `BadCase` and `Busy`."""
    try:
        pk, person, digest, language, structure, texts = signing.loads(text, salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError) as error:
        raise Expired from error
    if (pk, person) != (page.pk, by.pk):
        raise Expired

    def change(draft: Draft) -> Draft:
        after = replace(draft, structure=structure, texts={**draft.texts, language: texts})
        if draft.digest not in (digest, after.digest):
            raise Expired
        return after

    put_in(page=page, change=change, by=by)

"""Files that an author brings: the case as JSON, or its injects as a spreadsheet. Read in a process of its own, shown
with what is odd, and put into the draft once.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from assessments.casework import BadCase, Finding, combine
from assessments.casework.imports import Unreadable
from assessments.casework.imports.msel import merge_sheet, read_sheet
from courses.models import PageImport
from lms.foundation.work.staged_import import NotNow, held
from lms.foundation.work.uploads import UnreadableUpload, read_in_sandbox
from lms.people.directory.models import User

from ..page.case_files import CaseFile, NotRead, read, split_case
from ..pictures.services import store_pictures
from .drafts import Draft, put_in
from .pages import CasePage

LARGEST_SHEET = 2 * 1024 * 1024
"""Bytes."""


class Changed(ValueError):
    """Refusal: somebody changed the case after the file was read, or the file is kept no longer."""


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


def _of_sheet(data: bytes, file: Mapping[str, object] | None, title: str) -> dict[str, Any]:
    try:
        case, findings = merge_sheet(read_sheet(data), file)
        case["title"] = case["title"] or title
        both = split_case(case)
    except Unreadable as bad:
        return {"why": bad.why, "values": dict(bad.values)}
    except BadCase as bad:
        return {"place": bad.place}
    return {"structure": both.structure, "texts": both.texts, "rows": [asdict(one) for one in findings]}


def keep(
    page: CasePage, draft: Draft, language: str, found: UploadedCase, name: str, *, by: User, now: datetime
) -> int:
    """Keep what was read for this page, this person and this draft. Returns its key."""
    content = {
        "draft": draft.digest_in(language),
        "language": language,
        "structure": found.case.structure,
        "texts": found.case.texts,
        "rows": [asdict(row) for row in found.rows],
    }
    return PageImport.keep(page, name, content, by=by, now=now).pk


@transaction.atomic
def take(page: CasePage, kept: PageImport, *, by: User, now: datetime) -> None:
    """Make the file that was read the draft. A second call changes nothing. Raises `Changed`, `BadCase` and `Busy`."""
    try:
        kept = held(PageImport.objects.all(), kept.pk, PageImport.Status.READ)
    except NotNow:
        return
    except PageImport.DoesNotExist as error:
        raise Changed from error
    content = kept.content
    language = content["language"]

    def change(draft: Draft) -> Draft:
        after = replace(draft, structure=content["structure"], texts={**draft.texts, language: content["texts"]})
        if draft.digest_in(language) not in (content["draft"], after.digest_in(language)):
            raise Changed
        return after

    put_in(page=page, change=change, by=by)
    kept.finish(now=now)

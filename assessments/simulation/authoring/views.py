"""The case as its author sees it: whole, with what the checker found, and part by part."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.casework import FAULT, Finding
from lms.foundation.interface.words import percent
from lms.people.directory.requests import SignedInRequest

from ..page.finding_texts import sentence
from .access import TABS, Desk, desk, frame
from .case_parts import ids
from .tables import table
from .values import written_hours


@require_safe
def case(request: SignedInRequest, page: int) -> HttpResponse:
    """Show the findings of the checker in the case, its picture, its files."""
    at = desk(request, page, empty=True)
    context = frame(at, "situation") | {
        "upload_address": at.address("case-upload"),
        "begin_address": at.address("case-begin"),
    }
    if not at.draft.structure:
        return render(request, "simulation/authoring/case.html", context)
    found = at.draft.findings
    shown = {
        "case": at.draft.case,
        "texts": at.texts,
        "faults": [_said(at, one) for one in found if one.level == FAULT],
        "warnings": [_said(at, one) for one in found if one.level != FAULT],
        "ends": written_hours(at.draft.case.ends),
        "turns": [written_hours(turn) for turn in at.draft.case.turns],
        "situation_address": at.address("case-situation"),
        "sheet_address": at.address("case-download", "xlsx"),
        "json_address": at.address("case-download", "json"),
        "packs": [(_seat(at, seat.id), at.address("case-pack", seat.id)) for seat in at.draft.case.seats],
        "handing_address": at.address("case-pack", "excon"),
        "paths": [_path(at, name, path) for name, path in at.draft.paths.items()],
    }
    return render(request, "simulation/authoring/case.html", context | shown)


@require_safe
def part(request: SignedInRequest, page: int, part: str) -> HttpResponse:
    """Show one part of a case as a table."""
    if part not in TABS:
        raise Http404
    at = desk(request, page)
    shown = table(at.draft.case, at.texts, part)
    rows = [
        {
            "id": id,
            "name": cells[0],
            "cells": list(zip(shown.columns, cells, strict=True)),
            "address": at.address("case-thing", part, id),
        }
        for id, cells in shown.rows
    ]
    context = {"part": part, "columns": shown.columns, "rows": rows, "case": at.draft.case}
    context["sheet_address"] = at.address("case-download", "xlsx")
    context["add_address"] = at.address("case-add", part) if at.is_own else ""
    return render(request, "simulation/authoring/part.html", frame(at, part) | context)


def _said(at: Desk, finding: Finding) -> tuple[str, str]:
    """Return the sentence, and where that can be changed."""
    part, _dot, rest = finding.place.partition(".")
    id = rest.split(".")[0]
    is_there = part in TABS and id in ids(at.draft.structure, part)
    address = at.address("case-thing", part, id) if is_there else ""
    if finding.what in ("no_title", "no_content_note"):
        address = at.address("case-situation")
    return sentence(finding, at.texts), address


def _seat(at: Desk, id: str) -> str:
    return str(at.texts.of("seats", id).get("name") or id)


def _path(at: Desk, name: str, path: dict[str, Any]) -> dict[str, str]:
    shares = [one["score"] for one in path["seats"].values()]
    entries = _("Entries: %(entries)s") % {"entries": len(path["log"])}
    said = f"{entries} · {percent(sum(shares) / len(shares))}" if shares else entries
    return {"name": name, "said": said, "address": at.address("case-forget", name)}

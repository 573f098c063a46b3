"""The case as a file: JSON in one language with its pictures, or its injects as a spreadsheet, which names them."""

import io
import json

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from assessments.casework import combine
from assessments.casework.definition.pictures import names_of
from assessments.casework.imports.msel import headings, rows_of
from lms.foundation.plugins.report import Column

from ..pictures.services import bytes_of
from .access import Desk

JSON_FILE, SHEET = "json", "xlsx"
TYPES = {JSON_FILE: "application/json", SHEET: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def as_file(at: Desk, kind: str) -> HttpResponse:
    data = _json(at) if kind == JSON_FILE else _sheet(at)
    name = f"{slugify(at.draft.case.id) or 'case'}-{at.language}.{kind}"
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _json(at: Desk) -> bytes:
    case = at.draft.case
    return json.dumps(combine(case, at.texts, bytes_of(names_of(case))), ensure_ascii=False, indent=2).encode()


def _sheet(at: Desk) -> bytes:
    from lms.foundation.interface.tables.workbooks import (
        write,  # its library is large, and most processes never write one
    )

    file = io.BytesIO()
    columns = [Column(str(number), label) for number, label in enumerate(headings(at.language))]
    write(file, at.texts.title, columns, rows_of(at.draft.case, at.texts))
    return file.getvalue()

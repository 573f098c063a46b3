"""The sentences behind the codes of reasons and problems, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...directory.choices import RoleFamily
from ...directory.models import User

FIELD_LABELS: Mapping[str, Any] = {
    "service_number": gettext_lazy("service number"),
    "name": gettext_lazy("whole name"),
    "given_name": gettext_lazy("given name"),
    "middle_name": gettext_lazy("father’s name or other names"),
    "family_name": gettext_lazy("family name or grandfather’s name"),
    "sex": gettext_lazy("sex"),
    "rank": gettext_lazy("rank"),
    "role_family": gettext_lazy("role family"),
    "language": gettext_lazy("language"),
    "email": gettext_lazy("e-mail"),
    "phone": gettext_lazy("phone"),
    "birth_year": gettext_lazy("date or year of birth"),
    "institution": gettext_lazy("institution"),
}

SENTENCES: Mapping[str, Any] = {
    "letters": gettext_lazy("The letters of this file cannot be read. Save it as “CSV UTF-8” or XLSX and try again."),
    "empty": gettext_lazy("This file holds no heading and no rows. Its first row has to name the columns."),
    "no-heading": gettext_lazy(
        "This file holds no heading. A row above the people has to name the columns, such as service number and name."
    ),
    "no-rows": gettext_lazy("There are no people below the heading of this file."),
    "missing-column": gettext_lazy(
        "The column for “%(fields)s” is missing. A row above the people has to name the columns."
    ),
    "column-twice": gettext_lazy("The column for “%(fields)s” is there twice. Keep one of them."),
    "old-excel": gettext_lazy("The file is of an old Excel (XLS). Open it and save it as XLSX or CSV."),
    "not-a-workbook": gettext_lazy(
        "This file is no XLSX workbook, or it is damaged. Save it as XLSX or CSV and try again."
    ),
    "workbook-too-large": gettext_lazy(
        "This workbook holds far more than a list of people. Save the sheet with the people as CSV."
    ),
    "too-many-rows": gettext_lazy("This file has more than %(most)s rows. Divide it."),
    "too-large": gettext_lazy(
        "This file is larger than %(limit)s MB. Save the sheet with the people as CSV, or divide it."
    ),
    "too-heavy": gettext_lazy(
        "Reading this file takes too much time or memory. Save the sheet with the people as CSV."
    ),
    "broken": gettext_lazy("This file cannot be read. Save it as CSV and try again."),
    "gave-up-reading": gettext_lazy(
        "This file was tried %(tries)s times and could not be read. Save it as CSV and try again."
    ),
    "gave-up-comparing": gettext_lazy(
        "Comparing was tried %(tries)s times and did not get on. Bring the list again in parts."
    ),
    "gave-up-applying": gettext_lazy(
        "Applying was tried %(tries)s times and did not get on. Some rows are applied: undo the list, "
        "then bring it again in parts."
    ),
    "gave-up-undoing": gettext_lazy(
        "Undoing was tried %(tries)s times and did not get on. Some rows are undone; try again."
    ),
    "source-gone": gettext_lazy("The source of this list was removed before it was read."),
    "source-not-read": gettext_lazy("The source could not be read: %(why)s"),
    "source-broken": gettext_lazy("The source “%(source)s” has a fault or is switched off here. Nothing was changed."),
    "quotation": gettext_lazy("A quotation mark opens or closes in the wrong place."),
    "too-many-cells": gettext_lazy("There are more cells than headings."),
    "cell-too-long": gettext_lazy("A cell is far too long."),
    "cell-error": gettext_lazy("A cell holds the error “%(text)s” of the spreadsheet."),
    "number-missing": gettext_lazy("The service number is missing."),
    "number-odd": gettext_lazy("“%(text)s” is no service number: use letters, digits and . / - _ only."),
    "number-cut": gettext_lazy(
        "The spreadsheet has cut the service number to “%(text)s”. Format the column as text and write it again."
    ),
    "name-missing": gettext_lazy("The name is missing."),
    "name-odd": gettext_lazy("“%(text)s” is no name."),
    "too-long": gettext_lazy("The value of “%(field)s” is longer than %(most)s characters."),
    "sex-unknown": gettext_lazy("“%(text)s” is no sex. Write F or M, or leave it empty."),
    "role_family-unknown": gettext_lazy("“%(text)s” is no role family. Write one of these: %(known)s."),
    "language-unknown": gettext_lazy("“%(text)s” is no language of this site. Write one of these: %(known)s."),
    "email-odd": gettext_lazy("“%(text)s” is no e-mail address."),
    "phone-odd": gettext_lazy("“%(text)s” is no phone number."),
    "birth-unknown": gettext_lazy("“%(text)s” is no date or year of birth. Write it like 1998-01-31 or 1998."),
    "birth-two-figures": gettext_lazy("“%(text)s” has a year of two figures: read as %(year)s. Check it."),
    "birth-bare-number": gettext_lazy(
        "“%(text)s” is a bare number: read as a day of a spreadsheet, in %(year)s. Check it."
    ),
    "twice": gettext_lazy("“%(number)s” stands on row %(row)s already."),
    "same-person": gettext_lazy("Row %(row)s is about the same person: one account became part of the other."),
    "oneself": gettext_lazy("The row is about you. Ask a colleague to change what is written about you."),
    "elsewhere": gettext_lazy(
        "This number belongs elsewhere. Applying the list asks for a transfer, which the other side decides."
    ),
    "too-many-elsewhere": gettext_lazy(
        "Within a day you came upon %(most)s service numbers of other institutions. Bring this row again tomorrow, or "
        "ask somebody who administers both institutions."
    ),
    "not-managed": gettext_lazy("This account may only be changed by somebody with more rights."),
    "not-administrator": gettext_lazy("The person who applied the list no longer administers this institution."),
    "changed-since": gettext_lazy("The person has changed since the dry run. Bring the row again."),
    "has-done-something": gettext_lazy("Has signed in or has records since, so the account stays."),
    "changed-by-others": gettext_lazy("Somebody has changed the row since, so it stays: %(fields)s."),
    "gone": gettext_lazy("The person is not here any more."),
}


def tell(code: str, values: Mapping[str, object] | None = None) -> str:
    """Return the sentence of a code; the code alone if there is none, such as one of a newer version."""
    known = {name: _shown(name, value) for name, value in (values or {}).items()} | _offered(code)
    try:
        return str(SENTENCES[code]) % known if known else str(SENTENCES[code])
    except (KeyError, ValueError):
        return code


def _shown(name: str, value: Any) -> str:
    if name == "fields":
        return ", ".join(str(FIELD_LABELS.get(field, field)) for field in value)
    return str(FIELD_LABELS.get(value, value)) if name == "field" else str(value)


def _offered(code: str) -> dict[str, str]:
    if code == "role_family-unknown":
        return {"known": ", ".join(RoleFamily.values)}
    if code == "language-unknown":
        return {"known": ", ".join(code for code, _name in settings.LANGUAGES)}
    return {}


def reasons_of(reasons: Sequence[Sequence[Any]]) -> list[str]:
    return [tell(code, values) for code, values in reasons]


def changes_of(changes: Mapping[str, Sequence[object]]) -> list[tuple[str, str, str]]:
    """Return label, old and new value of each change."""
    return [
        (str(FIELD_LABELS.get(name, name)), _value(name, old), _value(name, new))
        for name, (old, new) in changes.items()
        if name != "institution"
    ]


def values_of(values: Mapping[str, object]) -> list[tuple[str, str, str]]:
    """Return the label and the value of each of a new person's `values`, besides number and name, as `changes_of`
    does.
    """
    shown = {name: value for name, value in values.items() if name not in ("service_number", "name")}
    return [(str(FIELD_LABELS.get(name, name)), "", _value(name, value)) for name, value in shown.items()]


def _value(name: str, value: object) -> str:
    field = User._meta.get_field(name)
    choices = dict(getattr(field, "flatchoices", None) or [])
    return str(choices.get(value, value)) if value not in (None, "") else _("nothing")

"""The only writer of the settings of an institution for its certificates. They count from the next certificate on."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext

from lms.people.audit.services import note
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.reach import NotTheirs, administers

from ..pictures.services import keep

MOST_SIGNATORIES = 4
SIDE = 600
"""The longer side of the picture of a signature, in pixels."""
Settings = dict[str, Any]


class TooManySignatories(ValueError):
    """Refusal: no more people fit on the page."""


class SignatoryData(TypedDict):
    """Name and office, and both in other languages by their codes."""

    name: str
    names: dict[str, str]
    office: str
    offices: dict[str, str]


def key_of(row: Mapping[str, Any]) -> str:
    """Return the key by which addresses name a signatory; another name or office gives another one."""
    return hashlib.sha256(f"{row['name']}\n{row['office']}".encode()).hexdigest()[:12]


def set_signatory(
    *, institution: Institution, key: str, about: SignatoryData, data: bytes | None, by: User, now: datetime
) -> Institution:
    """Let somebody sign the certificates of `institution`: the signatory `key`, or with "" a new one, unless one of the
    same name and office signs already, who is then changed. `data` is a file with the signature; with None the picture
    stays. The same again changes nothing.

    Raises `NotTheirs`, `TooManySignatories`, and `NoPicture` for a file that shows none.
    """
    if not administers(by, institution):
        raise NotTheirs
    picture = keep(data, side=SIDE) if data is not None else None

    def change(settings: Settings) -> None:
        rows = settings.setdefault("signatories", [])
        same = (row for row in rows if (row["name"], row["office"]) == (about["name"], about["office"]))
        row = next((row for row in rows if key_of(row) == key), None) or next(same, None)
        if row is None and len(rows) >= MOST_SIGNATORIES:
            sentence = gettext("At most %(number)s people sign a certificate. Remove one first.")
            raise TooManySignatories(sentence % {"number": MOST_SIGNATORIES})
        if row is None:
            rows.append(row := {"picture": ""})
        row.update(about)
        if picture is not None:
            row["picture"] = picture

    return _write(institution, change, by=by, now=now)


def remove_signatory(*, institution: Institution, key: str, by: User, now: datetime) -> Institution:
    """Let the signatory `key` sign no further certificates; those that are issued stay. Raises `NotTheirs`."""

    def change(settings: Settings) -> None:
        settings["signatories"] = [row for row in settings.get("signatories", []) if key_of(row) != key]

    return _write(institution, change, by=by, now=now)


def set_validity(
    *, institution: Institution, course: str, months: int | None, days: int | None, by: User, now: datetime
) -> Institution:
    """Let certificates of the course or programme with the id `course` ("" for all others) be valid for `months` (0:
    for ever) and renewed from `days` before their last day on; with None as the course, or the rule for all, says it.
    Raises `NotTheirs`.
    """
    rule = {name: value for name, value in (("months", months), ("days", days)) if value is not None}

    def change(settings: Settings) -> None:
        rules = {key: one for key, one in settings.get("validity", {}).items() if key != course}
        settings["validity"] = rules | ({course: rule} if rule else {})

    return _write(institution, change, by=by, now=now)


@transaction.atomic
def _write(institution: Institution, change: Callable[[Settings], None], *, by: User, now: datetime) -> Institution:
    """Change the settings under the lock of their row, so that nobody's change is lost."""
    if not administers(by, institution):
        raise NotTheirs
    held = Institution.objects.select_for_update(of=("self",), no_key=True).get(pk=institution.pk)
    before = repr(held.certificate_settings)
    change(held.certificate_settings)
    if repr(held.certificate_settings) != before:
        held.save(update_fields=["certificate_settings"])
        note("certificate_settings_changed", by=by, institution=held, now=now)
    return held

"""From the records of a roster to people: who is new, who changed, who cannot be taken in and why."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from . import services
from .choices import RoleFamily, Sex
from .models import Cohort, Institution, User
from .roster import Problem, Record

SEXES = {
    **dict.fromkeys(("f", "female", "woman", "w", "femme", "ሴት", "أنثى"), Sex.FEMALE),
    **dict.fromkeys(("m", "male", "man", "homme", "ወንድ", "ذكر"), Sex.MALE),
    **dict.fromkeys(("", "-", "–", "x", "not stated"), Sex.UNSTATED),
}
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without those that look like others on paper."""


@dataclass
class Intake:
    """What became of a roster.

    `passwords` are those of the new people, by service number, and are known to nobody else.
    """

    new: list[User] = field(default_factory=list)
    changed: list[User] = field(default_factory=list)
    unchanged: list[User] = field(default_factory=list)
    joined: int = 0
    problems: list[Problem] = field(default_factory=list)
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def people(self) -> list[User]:
        return [*self.new, *self.changed, *self.unchanged]


@transaction.atomic
def enlist(
    *, records: Iterable[Record], institution: Institution, now: datetime, cohort: Cohort | None = None
) -> Intake:
    """Take in the people of `records` at `institution`, and into `cohort`. Again with the same records, nothing
    changes.

    An empty cell changes nothing. A record that cannot be taken in is a problem with its line; all others are taken in.
    """
    intake = Intake()
    known = _known(records := list(records))
    seen: dict[str, int] = {}
    for record in records:
        number = record.cells["service_number"]
        try:
            _check_once(record, seen)
            person = known.get(number.lower())
            _take_in(intake, record, person, institution)
        except ValidationError as error:
            intake.problems.append(Problem(record.line, _sentences(error)))
    if cohort is not None:
        intake.joined = services.join(cohort=cohort, people=intake.people, now=now)
    return intake


def _sentences(error: ValidationError) -> str:
    """What is wrong, each complaint about a column with the column's name."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{_column(name)}: {' '.join(texts)}" for name, texts in error.message_dict.items())


def _column(name: str) -> str:
    return str(getattr(User._meta.get_field(name), "verbose_name", name))


def _known(records: list[Record]) -> dict[str, User]:
    numbers = {record.cells["service_number"].lower() for record in records}
    people = User.objects.numbered(*numbers).select_related("institution")
    return {person.service_number.lower(): person for person in people}


def _check_once(record: Record, seen: dict[str, int]) -> None:
    number = record.cells["service_number"]
    if not number:
        raise ValidationError(_("The service number is missing."))
    first = seen.setdefault(number.lower(), record.line)
    if first != record.line:
        raise ValidationError(_("“%(number)s” stands on line %(line)s already.") % {"number": number, "line": first})


def _take_in(intake: Intake, record: Record, person: User | None, institution: Institution) -> None:
    """Add or change one person. Raises `ValidationError`, with nothing written."""
    given = {name: value for name, value in _read(record.cells).items() if value or name == "name"}
    if person is None:
        person = User(service_number=record.cells["service_number"], institution=institution, **given)
        person.clean_fields(exclude=["password"])
        password = make_password()
        person.set_password(password)
        person.password_given = True
        person.save(force_insert=True)
        intake.new.append(person)
        intake.passwords[person.service_number] = password
        return
    if person.institution is None or not (person.institution.path or "").startswith(institution.path or "/"):
        raise ValidationError(
            _("“%(number)s” belongs to another institution. Move the person in the admin first, then import again.")
            % {"number": person.service_number}
        )
    changes = {name: value for name, value in given.items() if getattr(person, name) != value}
    for name, value in changes.items():
        setattr(person, name, value)
    person.clean_fields(exclude=["password"])
    if changes:
        person.save(update_fields=[*changes])
    (intake.changed if changes else intake.unchanged).append(person)


def _read(cells: Any) -> dict[str, str]:
    """The values that the cells mean. Raises `ValidationError`."""
    families = {
        **{family.value: family for family in RoleFamily},
        **{str(family.label).casefold(): family for family in RoleFamily},
    }
    languages = {code: code for code, _name in settings.LANGUAGES} | {
        str(name).casefold(): code for code, name in settings.LANGUAGES
    }
    return {
        "name": cells["name"],
        "sex": _one_of(SEXES, cells.get("sex", ""), _("“%(text)s” is no sex. Write F or M, or leave it empty.")),
        "rank": cells.get("rank", ""),
        "role_family": _one_of(
            {"": "", **families},
            cells.get("role_family", ""),
            _("“%(text)s” is no role family. Write one of these: %(known)s."),
        ),
        "language": _one_of(
            {"": "", **languages},
            cells.get("language", ""),
            _("“%(text)s” is no language of this site. Write one of these: %(known)s."),
        ),
    }


def _one_of(known: dict[str, Any], text: str, sentence: str) -> str:
    if text.casefold() not in known:
        raise ValidationError(
            sentence
            % {"text": text, "known": ", ".join(dict.fromkeys(str(value) for value in known.values() if value))}
        )
    return str(known[text.casefold()])


def make_password() -> str:
    """A password that can be read from paper and typed on a phone: three groups of four, about 60 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _position in range(4)) for _group in range(3))

"""First passwords of the people that a list brought, for whoever hands them out on paper."""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from lms.foundation.text.spreadsheets import defuse

from ...directory.models import User
from ...identity.accounts.generated_passwords import make_password


class NotWritten(Exception):
    """The file could not be written, and nobody got a password. The message says why."""


def give(people: Sequence[User], file: Path) -> None:
    """Give each of `people` a first password, which they change at their first sign-in, and write them to a new file
    that only its owner may read. Raises `NotWritten`. Called in a transaction: all of it or nothing.
    """
    passwords = {person.pk: make_password() for person in people}
    for person in people:
        person.set_password(passwords[person.pk])
        person.password_given = True
        person.save(update_fields=["password", "password_given"])
    rows = [[defuse(one.service_number), defuse(one.name), passwords[one.pk]] for one in people]
    _write(file, [["service_number", "name", "password"], *rows])


def _write(file: Path, rows: Sequence[Sequence[str]]) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NotWritten(f"{file} is there already, and is not overwritten. Name a new file.") from None
    except OSError as error:
        raise NotWritten(str(error)) from error
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as written:
        csv.writer(written).writerows(rows)
        written.flush()
        os.fsync(written.fileno())

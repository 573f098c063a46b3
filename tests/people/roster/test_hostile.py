"""Files that others wrote to break programs, as lists of people: each is refused with a sentence or read, unharmed."""

import csv
import io
import json
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command

from lms.people.administration.roster import file_step
from lms.people.administration.roster.parsing.table import Unreadable
from lms.people.administration.roster.texts import SENTENCES
from lms.people.directory.models import User

from .test_csv import CORPORA


def corpus() -> list[Path | None]:
    found = [file for folder in ("roster", "hostile") for file in sorted((CORPORA / folder).rglob("*"))]
    return [file for file in found if file.is_file()] or [None]


@pytest.mark.once
@pytest.mark.parametrize("file", corpus(), ids=lambda file: file.name if file else "none")
def test_a_file_of_the_corpora_is_read_or_refused(file):
    if file is None:
        pytest.skip(f"The corpora are not here ({CORPORA}); MAFUNZO_CORPORA names their folder.")
    try:
        heading, lines = file_step.table_in(file.read_bytes(), {})
    except Unreadable as error:
        assert error.reason in SENTENCES
    else:
        assert all(line.row > heading.row for line in lines)


@pytest.mark.django_db
def test_people_with_the_names_of_the_corpora_break_nothing(academy, tmp_path):
    source = CORPORA / "hostile" / "blns.json"
    if not source.exists():
        pytest.skip(f"The corpora are not here ({CORPORA}); MAFUNZO_CORPORA names their folder.")
    texts = [text for text in json.loads(source.read_text(encoding="utf-8")) if text.strip()]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["service_number", "name", "rank"], *[[f"N-{n}", t, t] for n, t in enumerate(texts)]]
        )
    said = io.StringIO()

    with suppress(ValueError):
        call_command("roster", str(tmp_path / "list.csv"), institution=academy.code, json=True, stdout=said)

    found = json.loads(said.getvalue())
    assert sum(map(len, found.values())) == len(texts)
    assert User.objects.count() == len(found["create"]) > 50
    unseen = [sign for person in User.objects.all() for sign in person.name if unicodedata.category(sign) == "Cc"]
    assert unseen == []
    assert not [person for person in User.objects.all() if person.name[0] in "=+@"]

"""docs/extend/reference/ is what the docstrings say today."""

import pytest

from .reference import FOLDER, pages

pytestmark = pytest.mark.once


def test_the_pages_are_as_the_code_says():
    written = {file.name: file.read_text() for file in FOLDER.glob("*")}
    assert written == pages(), "docs/extend/reference/ is behind the code: make reference"


def test_a_signature_stands_as_it_is_called():
    text = pages()["lms.learning.progress.md"]
    assert (
        "### `record(*, attempt, verb, data, event_id, now, by=None, origin='web', occurred_at=None)` → `Attempt`"
        in text
    )
    assert "Raises `OwnCase` where `by` is the learner" in text


def test_fields_of_dataclasses_and_models_stand_with_what_they_hold():
    sockets, people = pages()["lms.foundation.plugins.md"], pages()["lms.people.md"]
    assert "- `learner` `Any`" in sockets
    assert "- `cohort` `ForeignKey Cohort`" in people
    assert "- `service_number` `" in people

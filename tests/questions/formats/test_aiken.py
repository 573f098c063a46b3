"""Aiken as Moodle's importer reads it."""

import pytest

from assessments.formats.aiken import read
from assessments.formats.draft import Draft

pytestmark = pytest.mark.once
GOOD = "Who?\nA. you & I\nB) <she>\nANSWER: B\n"


def entries(text):
    return read(text.encode()).entries


def test_a_question_has_its_options_and_the_right_one():
    (draft,) = entries(GOOD)

    assert (draft.kind, draft.stem, draft.line, draft.name) == ("single", "<p>Who?</p>", 1, "Who?")
    assert [(option["text"], option["fraction"]) for option in draft.body["options"]] == [
        ("<p>you &amp; I</p>", 0.0),
        ("<p>&lt;she&gt;</p>", 1.0),
    ]


def test_empty_lines_and_short_ones_count_but_say_nothing():
    (draft,) = entries("\n \nx\nWho?\n\nA) a\n\nB) b\nANSWER:A")

    assert draft.line == 4


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("A) lost\n" + GOOD, "aiken-no-question", 1),
        ("ANSWER: A\n" + GOOD, "aiken-no-question", 1),
        ("One\nTwo\nA) a\n" + GOOD, "aiken-unfinished", 1),
        ("One\nA) a\nANSWER: A\n" + GOOD, "aiken-options", 1),
        ("One\nA) a\nB) b\nANSWER: C\n" + GOOD, "aiken-letter", 1),
        (GOOD + "Two\nA) a\nB) b\n", "aiken-no-answer", 5),
        ("One\nA) a\nB) b\nANSWER:\n" + GOOD, "aiken-letter", 1),
    ],
)
def test_names_what_it_does_not_read_and_goes_on(text, reason, line):
    found = entries(text)

    assert (reason, line) in [(entry.reason, entry.line) for entry in found if not isinstance(entry, Draft)]
    assert [entry.stem for entry in found if isinstance(entry, Draft)] == ["<p>Who?</p>"]

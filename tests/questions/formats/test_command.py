"""`manage.py questions read`: what a file says, for a person and for a program; it writes nothing."""

import json
from collections import defaultdict
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.formats.draft import Refused
from assessments.questions.imports.reasons import SENTENCES, sentence, sentence_of
from assessments.questions.models import Question

GIFT = "::One::Is it?{T}\n\nBroken {\n\n$CATEGORY: Law\n\nRead this."


def run(path, *options):
    out = StringIO()
    call_command("questions", "read", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def gift(tmp_path):
    path = tmp_path / "questions.txt"
    path.write_text(GIFT, "utf-8")
    return path


@pytest.mark.django_db
def test_says_what_would_be_imported_and_writes_nothing(gift):
    lines = run(gift).splitlines()

    assert lines[:2] == ["GIFT, utf-8: 1 questions, 1 not read.", "1: truefalse: One"]
    assert lines[2].startswith("3: NOT READ: The answers need one {")
    assert not Question.objects.exists()


def test_counts_as_moodle_counts(gift):
    assert json.loads(run(gift, "--json")) == {
        "count": 3,
        "fatal": False,
        "format": "gift",
        "questions": [
            {"correct": 1, "stem": "Is it?", "type": "truefalse"},
            {"stem": "Read this.", "type": "description"},
        ],
        "rejected": 1,
        "types": {"category": 1, "description": 1, "truefalse": 1},
    }


@pytest.mark.parametrize(
    ("name", "text", "slug"),
    [
        ("a.txt", "Who?\nA) a\nB) b\nANSWER: A\n", "aiken"),
        ("a.txt", "Who?{=a ~b}", "gift"),
        ("a", "<?xml version='1.0'?><quiz></quiz>", "moodlexml"),
        ("a.xml", "<quiz/>", "moodlexml"),
        ("a.gift", "nothing here", "gift"),
        ("a.aiken.txt", "Only one line", "aiken"),
        ("a.GIFT.txt", "Only one line", "gift"),
        ("a.txt", "Only one line", "gift"),
    ],
)
def test_guesses_the_format(tmp_path, name, text, slug):
    (tmp_path / name).write_text(text)

    assert json.loads(run(tmp_path / name, "--json"))["format"] == slug


def test_asks_for_a_format_that_it_cannot_guess(tmp_path):
    (tmp_path / "a.bin").write_bytes(b"\1\2")

    with pytest.raises(CommandError, match="--format"):
        run(tmp_path / "a.bin")


def test_says_that_a_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "absent.gift")


def test_says_why_a_whole_file_was_not_read(tmp_path):
    (tmp_path / "a.xml").write_text("<!DOCTYPE quiz><quiz/>")

    assert "For safety" in run(tmp_path / "a.xml", "--format", "moodlexml")
    assert json.loads(run(tmp_path / "a.xml", "--format", "moodlexml", "--json"))["fatal"] is True


def test_a_reason_is_a_sentence_that_names_what_is_wrong():
    assert "“pi”" in sentence(Refused("number", {"given": "pi"}))
    assert sentence(Refused("Their own sentence.")) == "Their own sentence."


@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_every_sentence_can_be_said(reason):
    names = defaultdict(lambda: "7")

    assert "%" not in sentence_of(reason, names).replace("7 %", "")

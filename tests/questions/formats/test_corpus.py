"""Our readers read what Moodle's own read, from files that others wrote."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from lms.foundation.plugins.content_format import content_formats, guess

from .corpus import ABSENT, QUESTIONS, expected

FILES = sorted(expected()) or [pytest.param("", marks=pytest.mark.skip(reason=ABSENT))]
pytestmark = pytest.mark.once


@pytest.mark.parametrize("name", FILES)
def test_reads_what_moodle_reads(name):
    out = StringIO()

    call_command(
        "questions", "read", str(QUESTIONS / name), "--format", expected()[name]["format"], "--json", stdout=out
    )

    assert json.loads(out.getvalue()) == expected()[name]


@pytest.mark.parametrize("name", FILES)
def test_knows_the_format_without_being_told(name):
    found = guess((QUESTIONS / name).read_bytes(), name=name, among=content_formats)

    assert found is not None and found.slug == expected()[name]["format"]

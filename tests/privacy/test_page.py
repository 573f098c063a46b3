"""docs/run/personal-data.md lists what is kept, as the rooms declare it."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

PAGE = Path(__file__).parents[2] / "docs" / "run" / "personal-data.md"


@pytest.mark.once
def test_the_table_is_what_is_declared():
    out = io.StringIO()
    call_command("personal_data", "--markdown", stdout=out)
    table = [line for line in PAGE.read_text().splitlines() if line.startswith("|") and line.count("|") == 7]
    assert table == out.getvalue().strip().splitlines(), "run manage.py personal_data --markdown"

"""Each kind of column takes a value, shows it and writes it; one place says all three."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from lms.foundation.interface.tables.columns import KINDS, NOTHING, kinds_of
from lms.foundation.plugins.report import Column

pytestmark = pytest.mark.once

NAIROBI, TODAY = ZoneInfo("Africa/Nairobi"), date(2026, 11, 26)


def kind(name):
    [found] = kinds_of([Column("a", "A", name)])
    return found


@pytest.mark.parametrize("name", [*KINDS, "money"])
def test_nothing_is_a_dash_on_the_screen_and_no_text_in_a_file(name):
    value = kind(name).parse(None, NAIROBI)
    assert kind(name).show(value, today=TODAY) == NOTHING
    assert kind(name).write(value) == ("No" if name == "yes" else None)


@pytest.mark.parametrize(
    ("name", "given", "shown", "written", "form"),
    [
        ("text", 7, "7", "7", ""),
        ("name", "=1+1", "=1+1", "'=1+1", ""),
        ("number", Decimal("1284.5"), "1,284.5", 1284.5, "#,##0.0#"),
        ("number", 1284, "1,284", 1284, "#,##0"),
        ("percent", 0.86, "86\u00a0%", 0.86, "0 %"),
        ("date", datetime(2026, 11, 26, 22, tzinfo=UTC), "Friday 27 November", date(2026, 11, 27), "yyyy-mm-dd"),
        ("yes", 1, "Yes", "Yes", ""),
        ("money", 7, "7", "7", ""),
    ],
)
def test_what_is_taken_is_shown_and_written(name, given, shown, written, form):
    column = kind(name)
    value = column.parse(given, NAIROBI)
    assert column.show(value, today=TODAY) == shown
    assert column.write(value) == written
    assert column.sheet_format(value) == form


@pytest.mark.parametrize(("name", "value"), [("number", "7"), ("percent", "86 %"), ("date", "2026-11-26")])
def test_what_is_of_another_kind_is_refused(name, value):
    with pytest.raises(TypeError):
        kind(name).parse(value, NAIROBI)


def test_truths_keep_the_language_in_which_their_column_was_made():
    with translation.override("fr"):
        made = kind("yes")
    assert (made.write(True), made.write(False)) == ("Oui", "Non")

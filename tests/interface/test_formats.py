"""Days and hours as Django's own filters write them, in each language: the day first, the month by its name,
24 hours.
"""

from datetime import date, datetime

import pytest
from django.conf import settings
from django.forms import DateField
from django.utils.formats import date_format, get_format
from django.utils.translation import override

from lms.foundation.interface.calendars import CALENDARS

pytestmark = pytest.mark.once

DAY, HOUR = date(2026, 11, 4), datetime(2026, 11, 4, 14, 30)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_begin_with_the_day_name_the_month_and_are_read_with_the_day_first(language):
    with override(language):
        for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"):
            said = date_format(HOUR, name)
            month = {"fr": "N", "en": "M"}.get(language, "F") if name.startswith("SHORT") else "F"
            assert said.startswith(f"4 {date_format(DAY, month)} 2026")
            assert "TIME" not in name or said.endswith("14:30")
        assert [DateField().clean(typed) for typed in ("2026-11-04", "04/11/2026")] == [DAY, DAY]


def test_english_is_not_that_of_the_united_states():
    with override("en"):
        said = [
            date_format(HOUR, name)
            for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT")
        ]
        assert said == ["4 November 2026", "4 Nov 2026", "4 Nov 2026, 14:30", "14:30"]
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("language", CALENDARS)
def test_months_are_called_as_they_are_elsewhere(language):
    with override(language):
        assert tuple(date_format(date(2026, month, 1), "F") for month in range(1, 13)) == CALENDARS[language].months

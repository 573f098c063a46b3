"""The moments at which a quiz opens and closes, in the words of the reader's language."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from assessments.quiz.exams.terms import moment


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Friday 27 November"),
        ("fr", "vendredi 27 novembre"),
        ("so", "Jimco 27 Nofembar"),
        ("am", "ዓርብ፣ 27 ኖቬምበር"),
    ],
)
def test_have_the_names_of_days_and_months_in_every_language(language, written):
    with translation.override(language), timezone.override(UTC):
        said = moment(datetime(2020, 11, 27, 9, tzinfo=UTC))
    assert said.startswith(written)
    assert "2020" in said and "09:00" in said

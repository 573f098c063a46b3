"""Who edits the bank, and where imports go."""

import pytest
from wagtail.models import Locale

from assessments.questions.models import Category


@pytest.fixture
def bank(db):
    Locale.objects.get_or_create(language_code="en")
    return Category.objects.create(name="Bank")

"""Who edits the bank, and where imports go."""

import pytest
from wagtail.models import Locale

from assessments.questions.models import Category
from tests.builders import in_group
from tests.conftest import make_person


@pytest.fixture
def bank(db):
    Locale.objects.get_or_create(language_code="en")
    return Category.objects.create(name="Bank")


@pytest.fixture
def category(db):
    Locale.objects.get_or_create(language_code="en")
    return Category.objects.create(name="Elements")


@pytest.fixture
def ugandan(uganda):
    return in_group(make_person("UG-500", "Akello Mary", uganda), "Editors")

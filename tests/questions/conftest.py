"""Who edits the bank, and where imports go."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale

from assessments.questions.models import Category
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
    person = make_person("UG-500", "Akello Mary", uganda)
    person.groups.add(Group.objects.get(name="Editors"))
    return person

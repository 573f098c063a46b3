"""Who edits the bank, and where imports go."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Locale

from assessments.questions.models import Category
from tests.conftest import make_person


@pytest.fixture
def editor(academy):
    person = make_person("KE-500", "Atieno Ouma", academy)
    person.groups.add(Group.objects.get(name="Editors"))
    return person


@pytest.fixture
def reviewer(academy):
    """Somebody who may publish questions."""
    person = make_person("KE-501", "Barasa Wekesa", academy)
    person.groups.add(Group.objects.get(name="Moderators"))
    return person


@pytest.fixture
def bank(db):
    Locale.objects.get_or_create(language_code="en")
    return Category.objects.create(name="Bank")

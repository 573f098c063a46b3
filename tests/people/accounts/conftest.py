"""An academy with its administrator and its instructor, and a cadet who has no password yet."""

import pytest
from django.utils import timezone

from lms.people.administration.records.services import join
from lms.people.directory.models import Cohort, User
from lms.people.identity.accounts import services


@pytest.fixture
def cadet(academy):
    """A cadet without a password."""
    return User.objects.create_user("KE-50", name="ሰላም በቀለ", institution=academy)


@pytest.fixture
def cohort(academy, cadet, wanjiru):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    join(cohort=cohort, people=[cadet, wanjiru], now=timezone.now())
    return cohort


@pytest.fixture
def code(cadet, amina) -> str:
    """The code of the cadet's card."""
    return services.give_card(person=cadet, by=amina, now=timezone.now())[1]

"""Notices on a phone: what is new, choosing what comes by mail, and what an administrator sees of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.foundation.plugins.notice import Occasion, tell
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(enrolment, wanjiru, course):
    wanjiru.email = "wanjiru@example.org"
    wanjiru.save()
    now, facts = timezone.now(), {"course": str(course.pk)}
    for kind in ("assigned", "due_soon"):
        tell(kind, [Occasion(wanjiru.pk, kind, now, now + timedelta(days=7), facts)], now=now)
    type(enrolment).objects.update(due_at=now + timedelta(days=2))


@LANGUAGES
def test_each_page_of_notices_is_accessible_and_fits(told, academy, wanjiru, faults_on, language):
    amina = make_person("KE-9000", "Amina Juma", academy, Role.ADMINISTRATOR)
    looks = [(wanjiru, ["/notices/", "/notices/preferences/"]), (amina, ["/academy/notices/"])]
    assert faults_on(looks, language) == []


def test_the_bell_says_how_many_are_new_until_they_are_read(told, wanjiru, device):
    page = device(wanjiru)
    page.goto("/notices/")
    expect(page.locator(".bell b")).to_have_text("2")
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator(".bell b")).to_have_count(0)

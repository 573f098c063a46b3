"""Notices on a phone: what is new, choosing what comes by mail, and what an administrator sees of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.foundation.plugins.notice import Occasion, tell
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(enrolment, wanjiru, course):
    wanjiru.email = "wanjiru@example.org"
    wanjiru.save()
    now, facts = timezone.now(), {"course": str(course.pk)}
    for kind in ("assigned", "due_soon"):
        tell(kind, [Occasion(wanjiru.pk, kind, now, now + timedelta(days=7), facts)], now=now)
    type(enrolment).objects.update(due_at=now + timedelta(days=2))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_new_is_read_and_chosen(told, wanjiru, contexts, sign_in, faults_of, language):
    page = sign_in(contexts(viewport=PHONE, extra_http_headers={"Accept-Language": language}).new_page(), wanjiru)
    page.goto("/notices/")
    assert faults_of(page, f"notices-{language}") == []
    expect(page.locator(".bell b")).to_have_text("2")
    page.goto("/notices/preferences/")
    assert faults_of(page, f"notice-preferences-{language}") == []
    if language == "en":
        page.goto("/notices/")
        page.get_by_role("button", name="Mark all as read").click()
        expect(page.locator(".bell b")).to_have_count(0)


def test_an_administrator_sees_what_was_sent(told, academy, contexts, sign_in, faults_of):
    amina = make_person("KE-9000", "Amina Juma", academy, Role.ADMINISTRATOR)
    page = sign_in(contexts(viewport=PHONE).new_page(), amina)
    page.goto("/academy/notices/")
    expect(page.get_by_text("Wanjirũ wa Kamau").first).to_be_visible()
    assert faults_of(page, "notice-log") == []

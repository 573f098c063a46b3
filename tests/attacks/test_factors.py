"""V6 and V7: the second factor, showing again who it is, and sessions that end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse

from lms.people.directory.models import Cohort, User
from lms.people.identity.factors import policy, receivers, services, stepup
from lms.people.identity.factors.totp import new_secret
from lms.people.identity.sign_in import views
from tests.conftest import PASSWORD
from tests.people.factors.phone import Phone

from .mutation import browser, held_by, instead, no_middleware, setting

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def nobody(_person: User) -> bool:
    return False


@pytest.fixture
def phone(omar, now) -> Phone:
    phone = Phone(new_secret())
    services.add_app(person=omar, secret=phone.secret, code=phone.code(now), now=now)
    return phone


def with_password(person: User):
    client = browser()
    client.post("/sign-in/", {"username": person.service_number, "password": PASSWORD})
    return client


def opens(client) -> bool:
    return client.get(reverse("teach:cohorts")).status_code == 200


def test_a_password_alone_signs_nobody_in_who_has_a_factor(omar, phone):
    with instead(receivers, "has_factor", nobody):  # which refuses what comes by any other way
        held_by(instead(views, "has_factor", nobody), attack=lambda: opens(with_password(omar)))


def test_nor_does_another_way_in(omar, phone):
    with instead(views, "has_factor", nobody):
        held_by(instead(receivers, "has_factor", nobody), attack=lambda: opens(with_password(omar)))


def test_a_code_that_was_seen_is_worth_nothing_afterwards(omar, phone, now):
    def gets_in() -> bool:
        taken = [services.take_code(person=omar, code=phone.code(now, later=1), now=now) for _ in range(2)]
        return taken == [True, True]

    def without_memory(row: Authenticator, code: str, now: datetime) -> bool:
        row.data[services.LAST_STEP] = 0
        return remembering(row, code, now)

    remembering = services._takes_of_app
    held_by(instead(services, "_takes_of_app", without_memory), attack=gets_in)


def test_staff_without_a_factor_open_nothing_where_one_is_asked(omar, academy, now):
    policy.set_policy(institution=academy, days=0, by=None, now=now)
    held_by(no_middleware("lms.people.identity.sign_in.middleware.AskedFirst"), attack=lambda: opens(browser(omar)))


def test_a_browser_that_was_left_open_gives_no_file_about_people(omar, academy):
    cohort = Cohort.objects.create(institution=academy, name="Intake")
    with time_machine.travel(MORNING, tick=False):
        left_open = browser(omar)

    def takes_the_file() -> bool:
        with time_machine.travel(MORNING + timedelta(minutes=20), tick=False):
            return left_open.get(reverse("teach:export", args=[cohort.pk])).status_code == 200

    held_by(instead(stepup, "is_confirmed", lambda request, now: True), attack=takes_the_file)


def test_nor_is_it_open_the_next_morning(omar):
    def opens_later() -> bool:
        with time_machine.travel(MORNING, tick=False) as clock:
            left_open = browser(omar)
            clock.shift(timedelta(hours=14))
            return opens(left_open)

    with setting(STAFF_IDLE_MINUTES=120):
        held_by(setting(STAFF_IDLE_MINUTES=0), attack=opens_later)

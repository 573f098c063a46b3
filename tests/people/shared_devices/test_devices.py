"""Who makes a browser a shared device, and who takes that back."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from lms.people.directory.reach import NotTheirs
from lms.people.identity.shared_devices import services
from lms.people.identity.shared_devices.models import DevicePin, SharedDevice
from tests.conftest import make_person

from .conftest import like, open_with, sign_in

PAGE = "/academy/devices/"


class TestTheSwitch:
    def test_is_off_until_an_administrator_says_so(self, as_, amina, academy):
        browser = as_(amina)
        assert "No institution of yours has shared devices" in browser.get(PAGE).content.decode()
        assert browser.post(PAGE, {"institution": academy.pk, "name": "Tablet"}).status_code == 422
        browser.post(f"{PAGE}at/{academy.pk}/", {"on": "yes"})
        browser.post(f"{PAGE}at/{academy.pk}/", {"on": "yes"})
        assert AuditEntry.objects.filter(action="shared_devices_switched", by=amina.pk).count() == 1
        open_with(browser, academy)

    def test_is_nobody_else_s(self, as_, neighbour_academy, amina, now):
        assert as_(amina).post(f"{PAGE}at/{neighbour_academy.pk}/", {"on": "yes"}).status_code == 404
        with pytest.raises(NotTheirs):
            services.switch(institution=neighbour_academy, on=True, by=amina, now=now)

    def test_off_withdraws_all_of_them(self, with_pin, as_, amina, academy):
        as_(amina).post(f"{PAGE}at/{academy.pk}/", {"on": "no"})
        assert not SharedDevice.objects.exists() and not DevicePin.objects.exists()
        assert sign_in(with_pin).url == "/sign-in/"


class TestOpening:
    def test_makes_this_browser_one_and_signs_out(self, as_, amina, shared):
        browser = as_(amina)
        device = open_with(browser, shared)
        assert "_auth_user_id" not in browser.session
        assert "Room 3, tablet 2" in browser.get("/sign-in/").content.decode()
        cookie = browser.cookies[settings.SHARED_DEVICE_COOKIE_NAME]
        assert cookie["httponly"] and cookie["samesite"] == "Lax"
        assert device.key not in cookie.value
        assert AuditEntry.objects.get(action="device_shared").by_id == amina.pk

    def test_is_for_instructors_where_they_have_a_cohort(self, as_, omar, shared):
        assert as_(omar).post(PAGE, {"institution": shared.pk, "name": "Tablet"}).status_code == 422
        Cohort.objects.create(institution=shared, name="Intake 2026 B")
        open_with(as_(omar), shared)

    def test_a_name_is_needed(self, as_, amina, shared):
        answer = as_(amina).post(PAGE, {"institution": shared.pk, "name": " "})
        assert "Give the device a name." in answer.content.decode()


class TestWithdrawing:
    def test_is_for_its_administrators_and_whoever_opened_it(
        self, as_, amina, omar, shared, neighbour, neighbour_academy
    ):
        Cohort.objects.create(institution=shared, name="Intake 2026 B")
        other = make_person("KE-101", "Otieno Odera", shared, Role.INSTRUCTOR)
        device = open_with(as_(omar), shared, "Library, desk 1")
        foreign = make_person("KE-209", "Administrator There", neighbour_academy, Role.ADMINISTRATOR)
        for person in (other, neighbour, foreign):
            browser = as_(person)
            assert device.name not in browser.get(PAGE).content.decode()
            assert browser.post(f"{PAGE}{device.pk}/withdraw/").status_code == 404
            assert not services.withdraw(device=device, by=person, now=timezone.now())
        for person in (omar, amina):
            assert device.name in as_(person).get(PAGE).content.decode()
        assert as_(amina).post(f"{PAGE}{device.pk}/withdraw/").status_code == 302
        assert as_(omar).post(f"{PAGE}{device.pk}/withdraw/").status_code == 404

    def test_a_copy_of_the_cookie_is_withdrawn_with_it(self, tablet, as_, amina):
        copy = like(tablet)
        assert "Sign in with your PIN" in copy.get("/sign-in/").content.decode()
        as_(amina).post(f"{PAGE}{SharedDevice.objects.get().pk}/withdraw/")
        assert "Sign in with your PIN" not in copy.get("/sign-in/").content.decode()


def test_a_browser_without_the_cookie_costs_no_statement(client, db, django_assert_num_queries, shared):
    Client().get("/sign-in/")
    with django_assert_num_queries(0):
        client.get("/sign-in/")

"""V6 and V7: PINs on devices that a class shares."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from lms.people.administration.records.services import appoint
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.identity.shared_devices import forms, pins, services, session_lock, views
from lms.people.identity.shared_devices.models import SharedDevice
from tests.people.shared_devices.conftest import FIRST, PIN, like, open_with, sign_in

from .mutation import browser, held_by, instead


@pytest.fixture
def tablet(as_, academy, amina, wanjiru):
    """A shared device, on which Wanjirũ has a PIN."""
    services.switch(institution=academy, on=True, by=amina, now=timezone.now())
    device = as_(amina)
    open_with(device, academy)
    device.post("/sign-in/", {"username": "KE-20377", "password": "a-password-for-tests"})
    device.post("/account/pin/", FIRST)
    device.post("/sign-out/")
    return device


def test_a_pin_opens_nothing_on_another_device(tablet):
    there = instead(views.cookie, "device_of", lambda _request, now: SharedDevice.objects.select_related().get())
    held_by(there, attack=lambda: sign_in(browser()).url == "/start/")


def test_a_pin_is_not_guessed_by_trying_all(tablet):
    def guessed() -> bool:
        tries = [f"82{number}1" for number in range(6)] + [PIN]
        return [sign_in(like(tablet), pin=pin).status_code for pin in tries][-1] == 302

    held_by(instead(pins, "MOST_WRONG", 1000), attack=guessed)


def test_a_pin_opens_no_records_of_others(tablet, wanjiru, academy):
    appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)

    def opened() -> bool:
        device = like(tablet)
        sign_in(device)
        return device.get("/teach/").status_code == 200

    held_by(
        instead(pins, "may_have_pin", lambda _person, _device: True),
        instead(session_lock, "is_staff", lambda _person: False),
        attack=opened,
    )


def test_what_somebody_left_open_does_not_stay_so(tablet):
    def open_later() -> bool:
        device = like(tablet)
        sign_in(device)
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            return device.get("/learn/").status_code == 200

    held_by(instead(session_lock, "keep_use", lambda *_request, **_now: None), attack=open_later)


def test_a_pin_counts_no_more_with_another_password(tablet, wanjiru):
    type(wanjiru).objects.filter(pk=wanjiru.pk).update(password="argon2$another")
    held_by(
        instead(pins, "counts", lambda _held, _person: True), attack=lambda: sign_in(like(tablet)).status_code == 302
    )


def test_nobody_shares_a_device_of_the_neighbour_s(tablet, neighbour, academy, as_):
    def shared() -> bool:
        sent = {"institution": academy.pk, "name": "Mine"}
        return as_(neighbour).post("/academy/devices/", sent).status_code == 302

    def everywhere(_viewer):
        return Institution.objects.all()

    held_by(instead(services, "places_of", everywhere), instead(forms, "places_of", everywhere), attack=shared)

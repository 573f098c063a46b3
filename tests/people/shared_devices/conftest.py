"""A classroom's tablet at an academy that has shared devices."""

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from lms.people.identity.shared_devices import services
from lms.people.identity.shared_devices.models import SharedDevice

PIN = "7305"
FIRST = {"pin": PIN, "again": PIN}


@pytest.fixture
def shared(academy, amina):
    """The academy has shared devices."""
    services.switch(institution=academy, on=True, by=amina, now=timezone.now())
    academy.refresh_from_db()
    return academy


def open_with(client, institution, name: str = "Room 3, tablet 2") -> SharedDevice:
    """Whoever is signed in with `client` makes its browser a shared device."""
    answer = client.post("/academy/devices/", {"institution": institution.pk, "name": name})
    assert answer.status_code == 302, answer.content.decode()
    return SharedDevice.objects.get(name=name)


def like(browser) -> Client:
    """Another browser with nothing but the cookie of the device."""
    other = Client()
    other.cookies[settings.SHARED_DEVICE_COOKIE_NAME] = browser.cookies[settings.SHARED_DEVICE_COOKIE_NAME].value
    return other


@pytest.fixture
def tablet(as_, amina, shared):
    """A browser that is a shared device, at which nobody is signed in."""
    browser = as_(amina)
    open_with(browser, shared)
    return browser


@pytest.fixture
def with_pin(tablet, wanjiru):
    """The tablet, at which Wanjirũ has set a PIN and signed out."""
    from tests.people.factors import phone

    phone.password(tablet, wanjiru)
    assert tablet.post("/account/pin/", FIRST).status_code == 302
    tablet.post("/sign-out/")
    return tablet


def sign_in(browser, number: str = "KE-20377", pin: str = PIN, **more):
    return browser.post("/sign-in/pin/", {"username": number, "pin": pin, **more})

"""Several at the same moment."""

from functools import partial

import pytest
from django.utils import timezone

from lms.people.audit.models import AuditEntry
from lms.people.identity.shared_devices import pins
from lms.people.identity.shared_devices.models import DevicePin, SharedDevice
from tests.progress.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def device(academy, shared, amina):
    from lms.people.identity.shared_devices import services

    return services.open_device(institution=shared, name="Tablet", by=amina, now=timezone.now())[0]


def test_a_pin_is_set_once(device, wanjiru):
    answers = at_once(
        *[partial(pins.set_pin, person=wanjiru, device=device, pin="7305", now=timezone.now()) for _time in range(4)]
    )
    assert [type(one) for one in answers] == [DevicePin] * 4
    assert DevicePin.objects.count() == 1


def test_no_more_than_five_guesses_whenever_they_come(device, wanjiru):
    now = timezone.now()
    pins.set_pin(person=wanjiru, device=device, pin="7305", now=now)

    def guess(pin: str):
        return pins.person_with(number="KE-20377", pin=pin, device=SharedDevice.objects.get(), now=now)

    assert at_once(*[partial(guess, f"82{number}1") for number in range(8)]) == [None] * 8
    assert not DevicePin.objects.exists()
    assert AuditEntry.objects.filter(action="pin_gone").count() == 1
    assert guess("7305") is None

"""PINs go when an account is closed or somebody serves elsewhere, and each session knows its shared device."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from lms.foundation.plugins.events import person_transferred

from ...directory.models import User
from . import cookie, pins, session_lock


@receiver(user_logged_in)
def on_shared_device(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Note the shared device in the session. Costs no query for people who come from a device of their own."""
    device = cookie.device_of(request, now=timezone.now())
    if device is not None:
        request.session[session_lock.DEVICE] = device.pk


@receiver(person_transferred)
def serves_elsewhere(person: User, **_kwargs: object) -> None:
    pins.delete_pins([person.pk])

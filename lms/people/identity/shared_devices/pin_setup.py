"""Redirect at a sign-in on a shared device: people without a PIN there are offered to set one."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from ...directory.models import User
from .cookie import device_of
from .pins import has_pin
from .reach import may_have_pin

__all__ = ["device_of", "pin_first"]


def pin_first(request: HttpRequest, person: User, *, then: Any) -> HttpResponse:
    """Redirect to setting a PIN and on from there, if `person` may have one here and has none; else return the redirect
    `then`. Costs no query for people who come from a device of their own.
    """
    device = device_of(request, now=timezone.now())
    if device is None or not may_have_pin(person, device) or has_pin(person, device):
        return then
    return redirect(f"{reverse('set-pin')}?{urlencode({'next': then.url})}")

"""The pages of a run, and what a browser sends to them."""

from datetime import timedelta
from html import unescape

from django.urls import reverse

from assessments.simulation.runs.models import Seat
from lms.foundation.plugins.identifiers import uuid7

from ..mutation import browser

DAY = timedelta(days=1)


def seat_of(run, role: str, person=None) -> Seat:
    """Of `person`, where several share it."""
    return Seat.objects.get(run=run, role=role, left_at=None, **({"person": person} if person else {}))


def page_of(run, role: str, person=None) -> str:
    return reverse("simulation:seat", args=[seat_of(run, role, person).pk])


def console(run, name: str = "console", *more) -> str:
    return reverse(f"simulation:{name}", args=[run.pk, *more])


def sends(person, where: str, **data) -> int:
    return browser(person).post(where, {"entry_id": str(uuid7()), **data}).status_code


def shown(person, where: str) -> str:
    return unescape(browser(person).get(where).content.decode())

"""The part of mail in what an academy needs before its first intake."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages.office import Step, register_step

from .models import Delivery


def _was_sent(place: Any) -> bool:
    """Return whether a mail to people of `place` was taken by a mail server."""
    sent = Delivery.objects.filter(channel="mail", state=Delivery.State.SENT, person__institution=place.pk)
    return sent.exists()


MAIL = Step(
    "mail",
    _("Mail that arrives"),
    _("Write your e-mail address in your profile, then send yourself a test message."),
    90,
    _was_sent,
    lambda _place: reverse("notices:preferences"),
)


def register() -> None:
    """Add it, when the app is ready."""
    register_step(MAIL)

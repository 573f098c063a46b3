"""The part of messages in what an academy needs before its first intake."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages.office import Step, register_step

from .models import Delivery


def _was_sent(place: Any) -> bool:
    """Return whether a mail server or a gateway took a message to people of `place`, or of a place below it."""
    sent = Delivery.objects.filter(channel__in=["mail", "sms"], state=Delivery.State.SENT)
    return sent.filter(person__institution__path__startswith=place.path or "-").exists()


MESSAGES = Step(
    "messages",
    _("Mail or text messages that arrive"),
    _("Write your e-mail address or telephone number in your profile, then send yourself a test message."),
    90,
    _was_sent,
    lambda _place: reverse("notices:preferences"),
)


def register() -> None:
    """Add it, when the app is ready."""
    register_step(MESSAGES)

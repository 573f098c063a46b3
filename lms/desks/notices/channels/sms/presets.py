"""Settings by which common gateways for text messages are asked, to begin the form with. Pure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

OTHER = "other"
PRESETS: Mapping[str, tuple[Any, Mapping[str, str]]] = {
    "africas-talking": (
        "Africa’s Talking",
        {
            "url": "https://api.africastalking.com/version1/messaging",
            "body": "username=YOUR-USERNAME&to={to}&message={text}&from={from}",
            "method": "POST",
            "auth": "apiKey",
            "taken": "Success",
            "reference": "SMSMessageData.Recipients.0.messageId",
        },
    ),
    "twilio": (
        "Twilio",
        {
            "url": "https://api.twilio.com/2010-04-01/Accounts/YOUR-ACCOUNT-SID/Messages.json",
            "body": "To={to}&From={from}&Body={text}",
            "method": "POST",
            "auth": "basic",
            "reference": "sid",
        },
    ),
    OTHER: (_("Another gateway"), {"body": "to={to}&message={text}&from={from}&id={key}", "method": "POST"}),
}
"""By slug: the name, and values by the names of the settings. What is written in capitals the administrator replaces.
Sources: https://developers.africastalking.com/docs/sms/sending/bulk and
https://www.twilio.com/docs/messaging/api/message-resource.
"""

"""Where each model of the room is."""

from .channels.sms.models import SmsMonth, TextMessage

__all__ = ["SmsMonth", "TextMessage"]

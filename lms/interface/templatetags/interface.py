"""{% load interface %}: days, durations and shares in the reader's words."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from lms.interface import words

register = template.Library()


@register.filter
def day(when: date | datetime | None) -> str:
    """“Friday 27 November”, in the zone of the reader."""
    return "" if when is None else words.day(_local(when), today=timezone.localdate())


@register.filter
def ago(when: date | datetime | None) -> str:
    """“today”, “yesterday”, “12 days ago”, in the zone of the reader."""
    return "" if when is None else words.ago(_local(when), today=timezone.localdate())


@register.filter
def hours(minutes: int | None) -> str:
    """“3 hours” for 180."""
    return "" if minutes is None else words.hours(minutes)


@register.filter
def percent(share: float | Decimal | None, places: int = 0) -> str:
    """“86 %” for 0.86."""
    return "" if share is None else words.percent(share, places=places)


def _local(when: date | datetime) -> date:
    if not isinstance(when, datetime):
        return when
    return timezone.localdate(when) if timezone.is_aware(when) else when.date()

"""Fields of forms that several rooms have."""

from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FARTHEST = timedelta(days=2 * 365)
"""How far from today something is planned at most: a year that was mistyped is none, nor one that no time zone has."""
Day = TypeVar("Day", date, datetime)


def check_near(day: Day, today: Day) -> Day:
    """Return `day`, which is within two years of `today`. Raises `ValidationError` for any other."""
    if abs(day - today) > FARTHEST:
        raise forms.ValidationError(_("Choose a day within two years of today."))
    return day


def number_field(label: Any, least: int, most: int, *, size: int | None = None, **options: Any) -> forms.IntegerField:
    """Return a field of a whole number, typed as text: of a number field a browser does not send a text that it cannot
    read.
    """
    sentence = format_lazy(
        gettext_lazy("Write a whole number from {least} to {most}, in digits."), least=least, most=most
    )
    attributes = {"inputmode": "numeric"} | ({"size": size} if size else {})
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=attributes),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
        **options,
    )

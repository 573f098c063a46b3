"""Fields of forms that several rooms have."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy


def number_field(label: Any, least: int, most: int, *, size: int | None = None, **options: Any) -> forms.IntegerField:
    """A whole number, typed as text: of a number field a browser does not send what it cannot read."""
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

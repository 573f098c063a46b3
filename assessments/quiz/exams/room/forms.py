"""What an invigilator fills in about the room."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from .seating import Order
from .seats import MOST_IN_A_ROW, MOST_ROWS, Hall


def _count(label: Any, most: int) -> forms.IntegerField:
    sentence = format_lazy(gettext_lazy("Write a whole number from {least} to {most}, in digits."), least=1, most=most)
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


class SeatsForm(forms.Form):
    """How many seats the room has, and by what they are given."""

    rows = _count(gettext_lazy("Rows"), MOST_ROWS)
    row_seats = _count(gettext_lazy("Seats in a row"), MOST_IN_A_ROW)
    order = forms.ChoiceField(
        label=gettext_lazy("Who sits where"),
        choices=Order.choices,
        initial=Order.NUMBER,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose by what the seats are given."),
            "invalid_choice": gettext_lazy("Choose by what the seats are given."),
        },
    )

    @property
    def hall(self) -> Hall:
        return Hall(self.cleaned_data["rows"], self.cleaned_data["row_seats"])

"""Forms of an invigilator about the room."""

from django import forms
from django.utils.translation import gettext_lazy

from lms.foundation.interface.fields import number_field
from lms.foundation.interface.stale_forms import StaleCheckForm

from ..seats import MOST_IN_A_ROW, MOST_ROWS, Hall
from .services import Order


class SeatsForm(StaleCheckForm):
    """Number of seats in the room, and the order in which they are given."""

    rows = number_field(gettext_lazy("Rows"), 1, MOST_ROWS)
    row_seats = number_field(gettext_lazy("Seats in a row"), 1, MOST_IN_A_ROW)
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

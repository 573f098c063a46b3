"""Forms of staff during the debrief: a line of the improvement plan, and other marks for written answers."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.foundation.interface.fields import check_near
from lms.foundation.interface.stale_forms import StaleCheckForm

if TYPE_CHECKING:
    from django.http import QueryDict

DAY = "%Y-%m-%d"


class PlanLineForm(forms.Form):
    """A line is written for good, so that its day is looked at: `today` is that of the institution."""

    text = forms.CharField(
        label=_("Planned change"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to change.")},
    )
    owner = forms.CharField(
        label=_("Person responsible"),
        max_length=120,
        help_text=_("A role or a unit, rather than a person."),
        error_messages={"required": _("Write who sees to it.")},
    )
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        input_formats=[DAY],
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day like 2027-01-31."),
        },
    )

    def __init__(self, data: "QueryDict | None" = None, *, today: date = date.min) -> None:
        super().__init__(data)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError(_("This day is past. Choose today or a later day."))
        return check_near(until, self.today)


class MarksForm(StaleCheckForm):
    """Marks of one answer, of which two evaluators may think otherwise. The engine says which marks there can be."""

    marks = forms.FloatField(required=False)

    def __init__(self, data: object = None, *, marks: float) -> None:
        super().__init__(data, initial={"marks": f"{marks:g}"})

    @property
    def said(self) -> str:
        """All that is wrong, in one line."""
        return " ".join(str(one) for errors in self.errors.values() for one in errors)

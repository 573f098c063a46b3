"""Forms of staff to plan a run and to begin it."""

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.casework import Script
from lms.foundation.interface.fields import FARTHEST

from ..page.choices import Mode
from ..runs.names import case_moment
from ..runs.services import Timing

if TYPE_CHECKING:
    from django.http import QueryDict

MOMENT = "%Y-%m-%dT%H:%M"
AN_HOUR = 60
MOST_HOURS = 240


class PlanForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("How it is played"),
        choices=Mode.choices,
        initial=Mode.LIVE,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it is played.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the run"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("So that you tell runs apart, such as “Group A”. It may be empty."),
    )


class BeginForm(forms.Form):
    """Form for the times of a run: in turns a day and time for each, or none at all; live how long it lasts. The hours
    are those of the active time zone.
    """

    def __init__(
        self, data: "QueryDict | None" = None, *, script: Script, mode: str, first: int, now: datetime
    ) -> None:
        super().__init__(data)
        self.script, self.now = script, now
        self.turns = list(enumerate(script.turn_ends))[first:] if mode == Mode.TURNS else []
        for number, minute in self.turns:
            self.fields[f"turn_{number}"] = _moment(number + 1, minute)
        if mode == Mode.LIVE:
            self.fields["hours"] = forms.IntegerField(
                label=gettext_lazy("Hours from beginning to end"),
                min_value=1,
                max_value=MOST_HOURS,
                initial=4,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                help_text=gettext_lazy("All days of the case pass in that time. You can pause at any moment."),
            )

    def clean(self) -> dict[str, Any]:
        """Check the times; an error stands beside the first turn that has it."""
        cleaned = super().clean() or {}
        moments = {name: cleaned.get(name) for name in (f"turn_{number}" for number, _minute in self.turns)}
        missing = next((name for name, moment in moments.items() if moment is None), None)
        if any(moments.values()) and missing and not self.errors:
            self.add_error(missing, _("Give a day and time to every turn, or to none to close turns by hand."))
        given = [("", self.now), *((name, moment) for name, moment in moments.items() if moment)]
        for (_name, before), (name, moment) in pairwise(given):
            if moment <= before:
                self.add_error(name, _("Each turn has to end later than the one before, and later than now."))
                break
            if moment > self.now + FARTHEST:
                self.add_error(name, _("The day is too far away. Choose days within two years."))
                break
        return cleaned

    def timing(self) -> Timing:
        """Return the timing of a valid form."""
        if "hours" in self.cleaned_data:
            return Timing(pace=self.script.case.ends / (self.cleaned_data["hours"] * AN_HOUR))
        return Timing(deadlines=[moment for moment in self.cleaned_data.values() if moment])


def _moment(number: int, minute: int) -> forms.DateTimeField:
    said = {"number": number, "moment": case_moment(minute)}
    return forms.DateTimeField(
        label=_("Turn %(number)s, up to %(moment)s of the case, ends") % said,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        error_messages={"invalid": gettext_lazy("Write day and time like 2027-01-31 09:00.")},
    )

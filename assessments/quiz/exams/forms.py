"""Forms of instructors and invigilators."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Activity
from lms.foundation.interface.fields import check_near, number_field
from lms.people.directory.models import Cohort, User

from .allowances import Allowance
from .models import DAY, YEAR

MOMENT = "%Y-%m-%dT%H:%M"


def _moment(label: Any, **options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    error = gettext_lazy("Write day and time like 2027-01-31 09:00.")
    missing = gettext_lazy("Choose the day and the time.")
    return forms.DateTimeField(
        label=label,
        widget=widget,
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        error_messages={"invalid": error, "required": missing},
        validators=[lambda moment: check_near(moment, timezone.now())],
        **options,
    )


def _quiz() -> forms.TypedChoiceField:
    sentence = gettext_lazy("Choose a quiz from the list.")
    return forms.TypedChoiceField(
        label=gettext_lazy("Quiz"), coerce=UUID, error_messages=dict.fromkeys(("required", "invalid_choice"), sentence)
    )


SHOWN = gettext_lazy("Stays on record, and is shown to staff on the person’s page.")
KEPT = gettext_lazy("Stays on record.")


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text,
        error_messages={"required": gettext_lazy("Write down why.")},
    )


class PlanForm(forms.Form):
    """A sitting for a cohort."""

    activity = _quiz()
    room = forms.CharField(
        label=gettext_lazy("Room"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write in which room the exam takes place.")},
    )
    planned_at = _moment(gettext_lazy("Planned for"))

    def __init__(self, *args: Any, quizzes: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["activity"]).choices = [(str(pk), title) for pk, title in quizzes]

    @property
    def quiz(self) -> Activity:
        return Activity.objects.get(pk=self.cleaned_data["activity"])


class ExceptionForm(forms.Form):
    """An exception for a cohort or one of its people; what is left empty is as for everybody.

    The browser checks its days and times, which may be left empty: it does not send one that is half typed. Nothing
    else is left to it.
    """

    use_required_attribute = False
    activity = _quiz()
    whom = forms.ChoiceField(label=gettext_lazy("For whom"), required=False)
    extra_minutes = number_field(gettext_lazy("Extra minutes"), 0, DAY, required=False)
    extra_percent = number_field(gettext_lazy("Or extra time in per cent"), 0, 300, required=False)
    minutes = number_field(
        gettext_lazy("Another time limit (minutes)"),
        0,
        DAY,
        required=False,
        help_text=gettext_lazy("Before extra time. 0: as long as it takes."),
    )
    attempts = number_field(
        gettext_lazy("Attempts allowed"),
        0,
        100,
        required=False,
        help_text=gettext_lazy("In all, with those used. 0: as many as wanted."),
    )
    delay_minutes = number_field(gettext_lazy("Wait between attempts (minutes)"), 0, YEAR, required=False)
    opens_at = _moment(gettext_lazy("Opens"), required=False)
    closes_at = _moment(gettext_lazy("Closes"), required=False)
    reason = _reason(SHOWN)

    def __init__(
        self,
        *args: Any,
        cohort: Cohort,
        quizzes: list[tuple[UUID, str]],
        people: list[User],
        everybody: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cohort, self.people = cohort, {str(person.pk): person for person in people}
        cast(forms.ChoiceField, self.fields["activity"]).choices = [(str(pk), title) for pk, title in quizzes]
        whole = _("Everybody in %(cohort)s") % {"cohort": cohort.name} if everybody else _("Choose a person")
        cast(forms.ChoiceField, self.fields["whom"]).choices = [
            ("", whole),
            *((pk, f"{one.name} ({one.service_number})") for pk, one in self.people.items()),
        ]
        self.fields["whom"].required = not everybody
        self.fields["whom"].error_messages["required"] = _("Choose the person for whom you make the exception.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if cleaned.get("extra_minutes") is not None and cleaned.get("extra_percent") is not None:
            self.add_error("extra_percent", _("Give extra time in minutes or in per cent, not in both."))
        if isinstance(opens, datetime) and isinstance(closes, datetime) and closes <= opens:
            self.add_error("closes_at", _("A quiz closes after it has opened."))
        return cleaned

    @property
    def quiz(self) -> Activity:
        return Activity.objects.get(pk=self.cleaned_data["activity"])

    @property
    def target(self) -> User | Cohort:
        return self.people[self.cleaned_data["whom"]] if self.cleaned_data["whom"] else self.cohort

    @property
    def allowed(self) -> Allowance:
        return Allowance(**{name: self.cleaned_data[name] for name in Allowance.__dataclass_fields__})


class ReasonForm(forms.Form):
    reason = _reason(KEPT)


class ExtendForm(forms.Form):
    minutes = number_field(gettext_lazy("Extra minutes"), 1, DAY, initial=10)
    reason = _reason(SHOWN)

"""The days on which something opens, is due and closes, as an instructor fills them in; more time for learners."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.learning.progress.enrolments.extension_services import LONGEST
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates, begins, ends
from lms.people.directory.names import name_and_number

REQUIRED, OPTIONAL = "required", "optional"
MOST_DAYS = 365
DAYS_FOR_LATE = 14


def day_field(label: Any, help_text: Any = "", *, missing: Any = "", required: bool = False) -> forms.DateField:
    """Return a day of this century, in the browser's own field."""
    invalid = gettext_lazy("Write the day as year, month and day, like 2027-01-31.")
    return forms.DateField(
        validators=[MinValueValidator(date(2000, 1, 1), invalid), MaxValueValidator(date(2099, 12, 31), invalid)],
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=help_text,
        error_messages={
            "required": missing,
            "invalid": invalid,
        },
    )


class DatesForm(forms.Form):
    """Form of the opening, the due date and the closing. `now` decides which days are past; dates that were past before
    may stay.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("Does it have to be done?"),
        choices=[(REQUIRED, gettext_lazy("Required")), (OPTIONAL, gettext_lazy("Optional: there is no due date"))],
        widget=forms.RadioSelect,
        required=False,
        initial=REQUIRED,
    )
    due = day_field(gettext_lazy("Due date"), gettext_lazy("The last day: until midnight where the institution is."))
    opens = day_field(
        gettext_lazy("Opens"), gettext_lazy("Before this day it can be seen, but not begun. May be empty.")
    )
    closes = day_field(
        gettext_lazy("Closes"), gettext_lazy("After this day it can be read, but nothing handed in. May be empty.")
    )
    late_days = forms.IntegerField(
        label=gettext_lazy("Days for people who join later"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=DAYS_FOR_LATE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        help_text=gettext_lazy(
            "Learners who join the cohort later have at least this many days, also where the due date comes first or "
            "is past. Empty: the same date as everybody."
        ),
        error_messages={"invalid": gettext_lazy("Write a number of days, like 14.")},
    )

    def __init__(self, *args: Any, now: datetime, kept: Dates | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.kept = now, kept or Dates()

    def set_dates(self, cleaned: dict[str, Any], zone: ZoneInfo) -> None:
        """Put `dates` into `cleaned`, by days of `zone`, or say what is wrong with them."""
        days = {name: cleaned.get(name) for name in ("opens", "due", "closes")}
        is_required = cleaned.get("kind") != OPTIONAL
        if not self.errors.keys() & days.keys():
            self._check(days, zone, is_required=is_required)
        if not self.errors:
            cleaned["dates"] = self.dates_in(zone)

    def dates_in(self, zone: ZoneInfo) -> Dates:
        """Return the dates that were filled in, as days in `zone`."""
        days = {name: self.cleaned_data.get(name) for name in ("opens", "due", "closes")}
        return Dates(
            opens_at=_if_there(begins, days["opens"], zone),
            due_at=_if_there(ends, days["due"], zone),
            closes_at=_if_there(ends, days["closes"], zone),
            required=self.cleaned_data.get("kind") != OPTIONAL,
        )

    def _check(self, days: dict[str, date | None], zone: ZoneInfo, *, is_required: bool) -> None:
        opens, due, closes = days["opens"], days["due"], days["closes"]
        today = self.now.astimezone(zone).date()
        if is_required and due is None:
            self.add_error("due", _("Choose the day by which it is to be done."))
        if not is_required and due is not None:
            self.add_error("due", _("Optional courses have no due date. Leave this empty; they may close."))
        for name, day, before in (("due", due, self.kept.due_at), ("closes", closes, self.kept.closes_at)):
            if day is not None and day < today and (before is None or ends(day, zone) != before):
                self.add_error(name, _("This day is past. Choose today or a later day."))
        if opens is not None and min(filter(None, (due, closes)), default=opens) < opens:
            self.add_error("opens", _("The course has to open before it is due or closes."))
        if due is not None and closes is not None and closes < due:
            self.add_error("closes", _("The course cannot close before it is due."))


class ChangedDatesForm(StaleCheckForm, DatesForm):
    """Other dates in place of those that hold."""


def _if_there(made: Any, day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else cast(datetime, made(day, zone))


def as_initial(dates: Dates, late_days: int | None, zone: ZoneInfo) -> dict[str, object]:
    """Return the initial values of a form, from the dates that are in force now."""
    moments = {"opens": dates.opens_at, "due": dates.due_at, "closes": dates.closes_at}
    days = {name: moment.astimezone(zone).date() if moment else None for name, moment in moments.items()}
    return {**days, "kind": REQUIRED if dates.required else OPTIONAL, "late_days": late_days}


class ExtendForm(forms.Form):
    """Form of more time: the learners, the new date and the reason. `known` are the enrolments that may be chosen, with
    their learners.
    """

    until = day_field(
        gettext_lazy("Until"),
        gettext_lazy("The last day: until midnight where the institution is."),
        missing=gettext_lazy("Choose the day by which it is to be done."),
        required=True,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, which the learner reads and which is kept"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say why. The learner reads it.")},
    )
    who = forms.MultipleChoiceField(
        label=gettext_lazy("People who get more time"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one person."),
            "invalid_choice": gettext_lazy("One of these learners has now completed the course. Choose again."),
        },
    )

    def __init__(
        self,
        *args: Any,
        known: Sequence[Enrolment],
        labels: Sequence[str],
        now: datetime,
        zone: ZoneInfo,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, zone
        self.known = {str(row.pk): row for row in known}
        cast(forms.ChoiceField, self.fields["who"]).choices = list(zip(self.known, labels, strict=True))

    def clean_until(self) -> datetime:
        day = self.cleaned_data["until"]
        if day < self.now.astimezone(self.zone).date():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        return ends(day, self.zone)

    @property
    def chosen(self) -> list[Enrolment]:
        return [self.known[pk] for pk in self.cleaned_data["who"]]


class MoreTimeForm(ExtendForm):
    """The same for people who may have several courses to do: of which one, asked where there are several of them
    (`titles` by id), and people in place of enrolments.
    """

    course = forms.ChoiceField(
        label=gettext_lazy("Course"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose the course.")),
    )
    field_order = ("course", "who", "until", "reason")

    def __init__(
        self, *args: Any, known: Sequence[Enrolment], titles: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, known=known, labels=["" for _row in known], **kwargs)
        people = {str(row.learner_id): row.learner for row in known}
        choices = [(pk, name_and_number(person)) for pk, person in people.items()]
        cast(forms.ChoiceField, self.fields["who"]).choices = choices
        cast(forms.ChoiceField, self.fields["course"]).choices = list(titles)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.chosen:
            self.add_error("who", _("None of these people has this course to do. Choose another course."))
        return cleaned

    @property
    def chosen(self) -> list[Enrolment]:
        course, who = self.cleaned_data["course"], set(self.cleaned_data["who"])
        return [row for row in self.known.values() if str(row.course_id) == course and str(row.learner_id) in who]

"""Forms of instructors to plan a session, to call one off, and to answer; and of learners, to contest."""

from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.fields import check_near
from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.people.directory.models import User
from lms.people.directory.names import name_and_number

from .choices import Kind, Status
from .journal import Subjects
from .models import Attendance, Session
from .series import MOST
from .services import Details

MOMENT = "%Y-%m-%dT%H:%M"
LONGEST = timedelta(days=7)


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, "%Y-%m-%d %H:%M"],
        error_messages={
            "invalid": gettext_lazy("Write day and time like 2027-01-31 09:00."),
            "required": gettext_lazy("Choose the day and the time."),
        },
    )


class _People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return name_and_number(obj)


def _following() -> forms.BooleanField:
    return forms.BooleanField(
        label=gettext_lazy("Also all later sessions of this series"),
        required=False,
        help_text=gettext_lazy("Everybody is told once. Sessions that were held stay."),
    )


class SessionForm(StaleCheckForm):
    """A session of a cohort; `now` says which days are too far away. The hours are those of the active time zone."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.CLASS
    )
    title = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write what the session is about.")},
    )
    planned_at = _moment(gettext_lazy("Begins"))
    ends_at = _moment(gettext_lazy("Ends"))
    until = forms.DateField(
        label=gettext_lazy("Repeat each week until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=gettext_lazy("Leave it empty for one session. You see all dates before they are planned."),
        error_messages={"invalid": gettext_lazy("Write the day like 2027-01-31.")},
    )
    room = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=120,
        help_text=gettext_lazy("A room, a yard, a checkpoint."),
        error_messages={"required": gettext_lazy("Write where people meet.")},
    )
    instructors = _People(
        label=gettext_lazy("Instructors"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose instructors from the list.")},
    )
    course = forms.TypedChoiceField(
        label=gettext_lazy("Course"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Reports count attendance and hours for it."),
        error_messages={"invalid_choice": gettext_lazy("Choose a course from the list.")},
    )
    activity = forms.TypedChoiceField(
        label=gettext_lazy("Counts for"),
        coerce=UUID,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("The part of a course for which being there is needed."),
        error_messages={"invalid_choice": gettext_lazy("Choose a part of a course from the list.")},
    )
    plan = forms.CharField(
        label=gettext_lazy("Plan"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Programme of the session, and things to bring. Everybody in the cohort reads it."),
    )

    following = _following()

    def __init__(
        self,
        *args: object,
        staff: QuerySet[User],
        subjects: Subjects,
        now: datetime,
        later: int | None = None,
        **kwargs: object,
    ) -> None:
        """Make the form; `later` sessions of its series come after the one that is changed, None where one is
        planned.
        """
        super().__init__(*args, **kwargs)
        self.now = now
        if later is not None:
            del self.fields["until"]
        if not later:
            del self.fields["following"]
        self.subjects = subjects
        for name, titles in (("course", subjects.courses), ("activity", subjects.activities)):
            if titles:
                choices = [("", _("No course")), *((str(pk), title) for pk, title in titles.items())]
                cast(forms.ChoiceField, self.fields[name]).choices = choices
            else:
                del self.fields[name]
        cast(forms.ModelMultipleChoiceField, self.fields["instructors"]).queryset = staff

    @staticmethod
    def initial_of(session: Session) -> dict[str, object]:
        """Return the initial values of the form when `session` is changed."""
        names = ("kind", "title", "room", "planned_at", "ends_at", "plan")
        return {name: getattr(session, name) for name in names} | {
            "course": session.course_id,
            "activity": session.activity_id,
            "instructors": list(session.leaders.values_list("person", flat=True)),
        }

    def clean_planned_at(self) -> datetime:
        return check_near(cast(datetime, self.cleaned_data["planned_at"]), self.now)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("planned_at"), cleaned.get("ends_at")
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("A session ends after it has begun."))
        elif begins and ends and ends - begins > LONGEST:
            self.add_error("ends_at", _("A session lasts a week at most. Plan several."))
        if begins and (until := cleaned.get("until")):
            self._check_until(timezone.localdate(begins), until)
        return cleaned

    def _check_until(self, first: date, until: date) -> None:
        if until <= first:
            self.add_error("until", _("The last day is after the first session."))
        elif until >= first + timedelta(weeks=MOST):
            text = _("A series has %(most)s sessions at most. Choose an earlier day.")
            self.add_error("until", text % {"most": MOST})

    @property
    def details(self) -> Details:
        said = self.cleaned_data
        course, activity = (said.get(name, self.initial.get(name)) for name in ("course", "activity"))
        course = self.subjects.course_of.get(activity, course)
        names = ("kind", "title", "room", "planned_at", "ends_at", "plan")
        return Details(**{name: said[name] for name in names}, activity=activity, course=course)


class ReasonForm(forms.Form):
    following = _following()
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("The people of the cohort read it."),
        error_messages={"required": gettext_lazy("Write down why.")},
    )
    field_order = ("reason", "following")

    def __init__(self, *args: Any, later: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not later:
            del self.fields["following"]


class ContestForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write what is wrong.")},
    )


class AnswerForm(StaleCheckForm):
    """Form of the entry that counts from now on, as on the list of attendance, and of the answer to the learner."""

    status = forms.ChoiceField(
        label=gettext_lazy("Entry that counts now"), choices=Status.choices, widget=forms.RadioSelect
    )
    missed = forms.IntegerField(
        label=gettext_lazy("Minutes missed"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("For a person who was late, or left before the end."),
        error_messages={"invalid": gettext_lazy("Write the number of minutes in digits.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason or remark"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Reason for the excuse."),
    )
    text = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write an answer for the learner.")},
    )

    def __init__(self, *args: object, session: Session, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    @staticmethod
    def initial_of(row: Attendance) -> dict[str, object]:
        """Return the values that count until now."""
        missed = row.session.minutes - row.minutes if row.status == Status.LATE else None
        return {"status": row.status, "missed": missed, "reason": row.reason}

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        status, missed, most = cleaned.get("status"), cleaned.get("missed"), self.session.minutes - 1
        if status == Status.LATE and "missed" not in self.errors and not 0 < (missed or 0) <= most:
            text = _("Write how many minutes they missed, from 1 to %(most)s, in digits.")
            self.add_error("missed", text % {"most": most})
        if status == Status.EXCUSED and not cleaned.get("reason"):
            self.add_error("reason", _("Write why they are excused."))
        return cleaned

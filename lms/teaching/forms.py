"""What an instructor fills in."""

from datetime import datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.models import Course, Programme
from lms.people.fields import LONGEST, not_too_many
from lms.people.models import Cohort, User


def courses_to_assign() -> list[Course]:
    """Every course that people can be enrolled in."""
    return list(Course.objects.filter(open=True, release__isnull=False).order_by("slug"))


class _CohortField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Cohort) -> str:
        return f"{obj.name} · {obj.institution.name}"


class AssignForm(forms.Form):
    """Courses, or whole programmes, for a cohort, by a day. `now` says which days are past."""

    programme = forms.MultipleChoiceField(
        label=gettext_lazy("Programmes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    course = forms.MultipleChoiceField(
        label=gettext_lazy("Courses"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cohort = _CohortField(
        label=gettext_lazy("Cohort"),
        queryset=Cohort.objects.none(),
        empty_label=gettext_lazy("Choose a cohort"),
        error_messages={
            "required": gettext_lazy("Choose the cohort that is to learn this."),
            "invalid_choice": gettext_lazy("This cohort is not one of yours. Choose one from the list."),
        },
    )
    due = forms.DateField(
        label=gettext_lazy("Due date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day: until midnight where the institution is."),
        error_messages={
            "required": gettext_lazy("Choose the day by which it is to be done."),
            "invalid": gettext_lazy("Write the day as year, month and day, like 2027-01-31."),
        },
    )

    def __init__(self, *args: Any, viewer: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, language = now, get_language()
        self.known = {str(course.pk): course for course in courses_to_assign()}
        self.programmes = {
            str(programme.pk): programme
            for programme in Programme.objects.filter(open=True).order_by("slug")
            if any(str(course) in self.known for course in programme.courses)
        }
        cast(forms.ChoiceField, self.fields["course"]).choices = [
            (pk, course.title_in(language)) for pk, course in self.known.items()
        ]
        cast(forms.ChoiceField, self.fields["programme"]).choices = [
            (pk, self._named(programme, language)) for pk, programme in self.programmes.items()
        ]
        cast(forms.ModelChoiceField, self.fields["cohort"]).queryset = (
            Cohort.objects.taught_by(viewer).select_related("institution").order_by("institution__name", "name")
        )
        if not self.programmes:
            del self.fields["programme"]

    def _named(self, programme: Programme, language: str) -> str:
        titles = [
            self.known[str(course)].title_in(language) for course in programme.courses if str(course) in self.known
        ]
        return _("%(programme)s: %(courses)s") % {
            "programme": programme.title_in(language),
            "courses": " · ".join(titles),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wanted = [
            str(course) for programme in cleaned.get("programme", []) for course in self.programmes[programme].courses
        ]
        wanted += cleaned.get("course", [])
        cleaned["courses"] = [self.known[pk] for pk in dict.fromkeys(wanted) if pk in self.known]
        if not cleaned["courses"] and not self.errors.keys() & {"course", "programme"}:
            self.add_error("course", _("Choose at least one course or programme."))
        if cleaned.get("cohort") and cleaned.get("due"):
            self._set_due(cleaned)
        return cleaned

    def _set_due(self, cleaned: dict[str, Any]) -> None:
        zone, day = ZoneInfo(cleaned["cohort"].institution.timezone), cleaned["due"]
        cleaned["due_at"] = datetime.combine(day, time(23, 59, 59), zone)
        if day < self.now.astimezone(zone).date():
            self.add_error("due", _("This day is past. Choose today or a later day."))


class PeopleForm(forms.Form):
    """Service numbers, one on each line."""

    numbers = forms.CharField(
        label=gettext_lazy("Service numbers"),
        max_length=LONGEST,
        validators=[not_too_many],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("One on each line. They have to be people of this institution or of its units."),
        error_messages={"required": gettext_lazy("Write at least one service number.")},
    )

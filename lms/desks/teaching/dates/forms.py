"""Forms of an instructor."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.models import Course, Programme
from lms.foundation.interface.fields import number_field
from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.learning.progress.enrolments.personal_assignments import MOST
from lms.learning.progress.journal.overrides import LONGEST as LONGEST_REASON
from lms.learning.progress.journal.overrides import Setting
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.fields import LONGEST, not_too_many
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User

from ..standing.thresholds import LEAST_BEHIND, LONGEST_QUIET, LONGEST_SOON, MOST_BEHIND, Thresholds
from .date_forms import DatesForm

if TYPE_CHECKING:
    from django.http import QueryDict


def courses_to_assign() -> list[Course]:
    """Return every course that people can be enrolled in."""
    return list(Course.objects.filter(open=True, release__isnull=False).order_by("slug"))


MORE = ("opens", "closes", "late_days")


class _CohortField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Cohort) -> str:
        return f"{obj.name} · {obj.institution.local_name()}"


class AssignForm(DatesForm):
    """Courses, or whole programmes, for a cohort, by a day. `now` says which days are past."""

    programme = forms.MultipleChoiceField(
        label=gettext_lazy("Programmes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Courses that are added to a programme later are given as well, during the night."),
    )
    course = forms.MultipleChoiceField(
        label=gettext_lazy("Courses"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cohort = _CohortField(
        label=gettext_lazy("Cohort"),
        required=False,
        queryset=Cohort.objects.none(),
        empty_label=gettext_lazy("Choose a cohort"),
        error_messages={
            "invalid_choice": gettext_lazy("This cohort is not one of yours. Choose one from the list."),
        },
    )
    numbers = forms.CharField(
        label=gettext_lazy("Or single people"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("Service numbers, one on each line. Leave this empty to choose a cohort."),
    )
    field_order = ("programme", "course", "cohort", "numbers", "kind", "due", "opens", "closes", "late_days")

    def __init__(self, *args: Any, viewer: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        self.viewer, language = viewer, get_language()
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

    @property
    def main(self) -> list[forms.BoundField]:
        """The fields that are always shown."""
        return [self[name] for name in self.fields if name not in MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def more_is_filled(self) -> bool:
        """Return whether any of the other fields has a value or an error."""
        return any(self[name].errors or self[name].value() for name in ("opens", "closes")) or bool(
            self["late_days"].errors
        )

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
        cleaned["programmes"] = self._programmes(cleaned)
        cleaned["people"] = self._people(cleaned.get("numbers", ""))
        if not self.errors.keys() & {"cohort", "numbers"} and bool(cleaned["people"]) == bool(cleaned.get("cohort")):
            sentence = _("Choose a cohort or write service numbers, not both.") if cleaned["people"] else None
            self.add_error("cohort", sentence or _("Choose the cohort that is to learn this."))
        self.set_dates(cleaned, zone_of(cleaned.get("cohort") or next(iter(cleaned["people"]), None)))
        return cleaned

    def _people(self, numbers: str) -> list[User]:
        """Return the people whom the service numbers name, of those whom the viewer teaches; problems with the numbers
        become errors of the form.
        """
        lines = {line: text.strip() for line, text in enumerate(numbers.splitlines(), start=1) if text.strip()}
        if len(lines) > MOST:
            sentence = _("The list has %(number)s people. Choose at most %(most)s at once, or make a cohort of them.")
            self.add_error("numbers", sentence % {"number": len(lines), "most": MOST})
            return []
        taught = User.objects.visible_to(self.viewer, *TEACHING_ROLES).select_related("institution")
        rows: Any = taught.numbered(*{text.lower() for text in lines.values()}).order_by("name", "pk") if lines else []
        known = {person.service_number.lower(): person for person in rows}
        for line, text in lines.items():
            if text.lower() not in known:
                sentence = _("Line %(line)s: you teach nobody with the service number “%(number)s”.")
                self.add_error("numbers", sentence % {"line": line, "number": text})
        if self.viewer.service_number.lower() in known:
            self.add_error("numbers", _("You cannot assign to yourself. Ask a colleague to do it."))
        return list(known.values())

    def _programmes(self, cleaned: dict[str, Any]) -> dict[UUID, Programme]:
        """Return the programme of each course that is given as part of one."""
        found: dict[UUID, Programme] = {}
        for programme in map(self.programmes.__getitem__, cleaned.get("programme", [])):
            for course in programme.courses:
                found.setdefault(UUID(str(course)), programme)
        return found


def zone_of(whom: Cohort | User | None) -> ZoneInfo:
    """Return the time zone of the institution of `whom`; that of the reader for None."""
    there = whom.institution if whom is not None else None
    return ZoneInfo(there.timezone if there else timezone.get_current_timezone_name())


class PeopleForm(forms.Form):
    """Service numbers, one on each line."""

    numbers = forms.CharField(
        label=gettext_lazy("Service numbers"),
        max_length=LONGEST,
        validators=[not_too_many],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("One on each line, each of a person of this institution or of its units."),
        error_messages={"required": gettext_lazy("Write at least one service number.")},
    )


class AttentionForm(StaleCheckForm):
    """Form for when people need attention, for the cohort or, where `institution` is given, for all of its cohorts."""

    soon_days = number_field(
        gettext_lazy("Due soon: days before the due date"),
        1,
        LONGEST_SOON,
        size=4,
        help_text=gettext_lazy("Learners who have something left this many days before it is due."),
    )
    quiet_days = number_field(
        gettext_lazy("Not seen: days without doing anything"),
        1,
        LONGEST_QUIET,
        size=4,
        help_text=gettext_lazy("Learners who have something left and have done nothing for more days than this."),
    )
    behind = number_field(
        gettext_lazy("Slower than the cohort: per cent of what the median learner has done"),
        LEAST_BEHIND,
        MOST_BEHIND,
        size=4,
        help_text=gettext_lazy("Learners who have done fewer activities than this."),
    )

    def __init__(self, *args: object, rule: Thresholds, institution: Institution | None, **kwargs: object) -> None:
        initial = {"soon_days": rule.soon_days, "quiet_days": rule.quiet_days, "behind": rule.behind}
        super().__init__(*args, **{**kwargs, "initial": initial})
        if institution is not None:
            every = _("All cohorts of %(institution)s that have no rule of their own")
            name = institution.local_name()
            self.fields["whose"] = forms.ChoiceField(
                label=_("Holds for"),
                choices=[("cohort", _("This cohort")), ("institution", every % {"institution": name})],
                initial="cohort",
                widget=forms.RadioSelect,
            )

    @property
    def rule(self) -> Thresholds:
        """The thresholds asked for, once the form is valid."""
        return Thresholds(**{name: self.cleaned_data[name] for name in ("soon_days", "quiet_days", "behind")})


class ResultForm(StaleCheckForm):
    """Form of the result that an activity is to count for, made from what was set of it so far: the same form sent
    again changes nothing.
    """

    percent = number_field(
        gettext_lazy("Result in per cent"),
        0,
        100,
        size=4,
        required=False,
        help_text=gettext_lazy("Leave it empty to change only whether it is passed."),
    )
    passed = forms.ChoiceField(
        label=gettext_lazy("Counts as"),
        choices=[("yes", gettext_lazy("Passed")), ("no", gettext_lazy("Not passed"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose whether it counts as passed.")
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, which the learner reads and which is kept"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, data: "QueryDict | None" = None, *, settings: Sequence[Setting]) -> None:
        event = data.get("event_id") if data is not None else None
        self.known = list(settings)
        self.settings = [one for one in settings if str(one.event) != event]
        super().__init__(data, initial={"-set": [str(one.event) for one in self.settings]})

    def _saved(self, name: str) -> str:
        if not self.settings:
            return "–"
        last, words = self.settings[-1], {None: "–", True: _("Passed"), False: _("Not passed")}
        score = "–" if last.score is None else f"{100 * last.score:g}"
        return {"percent": score, "passed": words[last.passed], "reason": last.reason}[name]

    @property
    def score(self) -> float | None:
        """0..1, once it is valid."""
        percent = self.cleaned_data.get("percent")
        return None if percent is None else percent / 100

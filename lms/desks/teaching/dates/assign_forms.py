"""Form of courses and programmes for a cohort or for single people."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.models import Course, Programme
from lms.learning.progress.enrolments.personal_assignments import MOST
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.fields import LONGEST
from lms.people.directory.models import Cohort, User

from .date_forms import DatesForm

if TYPE_CHECKING:
    pass


def courses_to_assign() -> list[Course]:
    """Return every course that people can be enrolled in."""
    return list(Course.objects.filter(open=True, release__isnull=False).order_by("slug"))


MORE = ("opens", "closes", "late_days")


class _CohortField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Cohort) -> str:
        return f"{obj.name} · {obj.institution.local_name()}"


class GroupQuestion(NamedTuple):
    """Choice of one course of a group in a programme: the title of the programme; id, title and whether it is chosen of
    each course.
    """

    programme: str
    courses: list[tuple[str, str, bool]]


class AssignForm(DatesForm):
    """Courses, or whole programmes, for a cohort, by a day. `now` says which days are past."""

    programme = forms.MultipleChoiceField(
        label=gettext_lazy("Programmes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Of a group of courses each person is given the one for their country. Courses that are added to a "
            "programme later are given as well, during the night."
        ),
    )
    course = forms.MultipleChoiceField(
        label=gettext_lazy("Courses"), required=False, widget=forms.CheckboxSelectMultiple
    )
    choice = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    """The course of each group in a programme for people whose country has none in it."""
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
        for name in ("course", "choice"):
            cast(forms.ChoiceField, self.fields[name]).choices = [
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
        return [self[name] for name in self.fields if name not in MORE and name != "choice"]

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
        if not (cleaned.get("course") or cleaned.get("programme") or self.errors.keys() & {"course", "programme"}):
            self.add_error("course", _("Choose at least one course or programme."))
        cleaned["programmes"] = self._programmes(cleaned)
        cleaned["people"] = self._people(cleaned.get("numbers", ""))
        if not self.errors.keys() & {"cohort", "numbers"} and bool(cleaned["people"]) == bool(cleaned.get("cohort")):
            sentence = _("Choose a cohort or write service numbers, not both.") if cleaned["people"] else None
            self.add_error("cohort", sentence or _("Choose the cohort that is to learn this."))
        whom: Sequence[Cohort | User] = [cleaned["cohort"]] if cleaned.get("cohort") else cleaned["people"]
        countries = [one.institution.country if one.institution else "" for one in whom]
        cleaned["recipients"] = self._recipients(cleaned, whom, countries)
        cleaned["questions"] = self._questions(cleaned, set(countries))
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

    def _recipients(
        self, cleaned: dict[str, Any], whom: Sequence[Any], countries: Sequence[str]
    ) -> list[tuple[list[Any], list[Course]]]:
        """Return people, or the cohort, with the courses that they are given; each course once."""
        given: dict[str, list[Any]] = {}
        programmes = [self.programmes[key] for key in cleaned.get("programme", [])]
        for one, country in zip(whom, countries, strict=True):
            wanted = [pk for its in programmes for pk in its.given(self.known, country, cleaned.get("choice", []))]
            for pk in dict.fromkeys([*wanted, *cleaned.get("course", [])]):
                given.setdefault(pk, []).append(one)
        together: dict[tuple[int, ...], tuple[list[Any], list[Course]]] = {}
        for pk, people in given.items():
            together.setdefault(tuple(one.pk for one in people), (people, []))[1].append(self.known[pk])
        return list(together.values())

    def _questions(self, cleaned: dict[str, Any], countries: set[str]) -> list[GroupQuestion]:
        """Return the groups of which no course is for one of the `countries`."""
        chosen, language = cleaned.get("choice", []), get_language()
        return [
            GroupQuestion(
                programme.title_in(language), [(pk, self.known[pk].title_in(language), pk in chosen) for pk in group]
            )
            for programme in map(self.programmes.__getitem__, cleaned.get("programme", []))
            for group in programme.choices(self.known)
            if not all(programme.of_country(group, country) for country in countries)
        ]

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

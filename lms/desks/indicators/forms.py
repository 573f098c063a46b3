"""Forms: define an indicator, set a target, have a value sealed, let the calendar do it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.models import Activity, Course
from lms.foundation.interface.date_fields import days
from lms.foundation.interface.fields import number_field
from lms.foundation.plugins.report import paired_tests
from lms.people.directory.choices import RoleFamily
from lms.people.directory.institutions import Institution

from . import texts
from .counting import rules as of
from .counting.gains import KIND
from .models import Indicator

LARGEST = 100_000_000


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    field = forms.DateField(label=label)
    days(field, help_text)
    return field


def _several(label: Any, choices: Any = (), help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class DefinitionForm(forms.Form):
    """Definition of an indicator. For a new version its institution and kind stay."""

    institution = forms.ChoiceField(label=gettext_lazy("Institution"))
    kind = forms.ChoiceField(label=gettext_lazy("What is counted"), choices=list(texts.KINDS.items()))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    contract = forms.CharField(label=gettext_lazy("Funding contract"), max_length=200, required=False)
    source = forms.CharField(label=gettext_lazy("Source of verification"), max_length=300, required=False)
    begins = _day(gettext_lazy("First day"), gettext_lazy("Nothing before this day counts."))
    period = forms.ChoiceField(label=gettext_lazy("Period of a value"), choices=list(texts.PERIODS.items()))
    counting = forms.ChoiceField(label=gettext_lazy("How it is counted"), choices=list(texts.COUNTING.items()))
    unit = forms.ChoiceField(label=gettext_lazy("Unit of the value"), choices=list(texts.UNITS.items()))
    baseline = number_field(gettext_lazy("Baseline"), 0, LARGEST, required=False)
    by = _several(gettext_lazy("Divided by"), list(texts.STRATA.items()), gettext_lazy("Three at most."))
    agencies = _several(gettext_lazy("Agencies"), RoleFamily.choices, gettext_lazy("None chosen: all."))
    courses = _several(gettext_lazy("Courses"), (), gettext_lazy("Not where knowledge is counted. None chosen: all."))
    pairs = _several(gettext_lazy("Test before and test after"), (), gettext_lazy("Only where knowledge is counted."))
    threshold = number_field(gettext_lazy("Rise that counts, in points of per cent"), 1, 100, initial=20)
    fewest = number_field(gettext_lazy("Questions that each test needs"), 1, 200, initial=20)

    def __init__(self, *args: Any, places: list[Institution], of_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["institution"].choices = [(str(one.pk), one.local_name()) for one in places]
        self.offered = offered_pairs()
        fields["pairs"].choices = [(" ".join(pair), label) for pair, label in self.offered.items()]
        fields["courses"].choices = titles()
        if of_kind:
            del fields["institution"]
            fields["kind"].choices = [(of_kind, texts.KINDS[of_kind])]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        gain = cleaned.get("kind") == of.KNOWLEDGE
        if gain and not cleaned.get("pairs"):
            self.add_error("pairs", _("Choose the tests between which knowledge is compared."))
        if gain and cleaned.get("counting") == of.FIRST:
            self.add_error("counting", _("Where knowledge is counted choose another way: everybody has first tests."))
        if cleaned.get("kind") == of.APPLIED and cleaned.get("counting") == of.FIRST:
            self.add_error("counting", _("Where use at work is counted choose another way: people are asked twice."))
        if cleaned.get("kind") == of.COMPLETED and cleaned.get("unit") == of.PER_CENT:
            self.add_error("unit", _("Completions are counted as a number. Choose “As a number”."))
        if len(cleaned.get("by", ())) > of.MOST_STRATA:
            self.add_error("by", _("Choose three at most: smaller groups would say who the people are."))
        return cleaned

    @property
    def rules(self) -> of.Rules:
        """The rules that were defined, once the form is valid. What does not belong to its kind is left out."""
        cleaned = self.cleaned_data
        gain = cleaned["kind"] == of.KNOWLEDGE
        names = ("kind", "title", "contract", "source", "period", "counting", "unit", "baseline")
        gains = {"threshold": 100 * cleaned["threshold"], "fewest": cleaned["fewest"]} if gain else {}
        return of.Rules(
            **{name: cleaned[name] for name in names},
            **gains,
            begins=cleaned["begins"].isoformat(),
            by=tuple(cleaned["by"]),
            agencies=tuple(cleaned["agencies"]),
            courses=() if gain else tuple(cleaned["courses"]),
            pairs=tuple(pair for pair in self.offered if " ".join(pair) in cleaned["pairs"]) if gain else (),
            numerator=str(texts.NUMERATORS[cleaned["kind"]]),
            denominator=str(texts.DENOMINATORS.get(cleaned["kind"], "")),
        )


def initial_of(rules: of.Rules) -> dict[str, Any]:
    """Return the values with which the form of a next version begins."""
    held = rules.as_json() | {"threshold": rules.threshold // 100, "pairs": [" ".join(pair) for pair in rules.pairs]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}


def titles() -> list[tuple[str, str]]:
    """Return slug and title of the released courses, by title. One statement."""
    language = get_language() or ""
    rows = Course.objects.filter(release__isnull=False).only("slug", "titles")
    return sorted(((one.slug, str(one.title_in(language))) for one in rows), key=lambda one: one[1].casefold())


def offered_pairs() -> dict[tuple[str, str, str], str]:
    """Return course, test before and test after, by their slugs, of all tests that are of equal measure, with their
    titles; nothing where their plugin is not installed. Five statements.
    """
    source = paired_tests.peek(KIND)
    pairs = source.pairs() if source else []
    courses = Course.objects.in_bulk([course for course, _before, _after in pairs])
    activities = Activity.objects.in_bulk([test for _course, *both in pairs for test in both])
    language = get_language() or ""
    found = {}
    for key, *both in pairs:
        course, before, after = courses.get(key), *(activities.get(one) for one in both)
        if course and before and after:
            about: dict[str, Course | Activity] = {"course": course, "before": before, "after": after}
            titles = {name: one.title_in(language) for name, one in about.items()}
            label = _("%(course)s: %(before)s, then %(after)s") % titles
            found[course.slug, before.slug, after.slug] = label
    return found


class CountForm(forms.Form):
    as_of = _day(gettext_lazy("As of"))

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["as_of"] = last
        self.first, self.last = first, last

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(_("Choose a day from the first day of the indicator until today."))
        return day


class TargetForm(forms.Form):
    day = _day(gettext_lazy("Day"))
    value = number_field(gettext_lazy("Target"), 0, LARGEST)


class ScheduleForm(forms.Form):
    every = forms.ChoiceField(
        label=gettext_lazy("Seal a value by the calendar"), choices=Indicator.Every.choices, required=False
    )

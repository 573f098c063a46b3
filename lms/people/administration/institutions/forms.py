"""Forms of an administrator about institutions, and of the founder of an academy."""

from collections.abc import Mapping
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info, gettext_lazy

from lms.foundation.interface.date_fields import check_days, days
from lms.foundation.interface.stale_forms import StaleCheckForm

from ...directory.choices import Kind
from ...directory.countries import country_choices, read_again
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.tree import InstitutionChoiceField
from ..records.number_conflicts import NumberTaken, refuse_taken
from ..records.people_services import PersonData
from .services import CohortData, InstitutionData, founders_places, places_for

MOST_UNITS = 100


class LocalNamesForm(StaleCheckForm):
    """Names of a place, one for each language of the site, and its time zone."""

    timezone = forms.ChoiceField(label=gettext_lazy("Time zone"), initial=settings.TIME_ZONE)

    def __init__(self, *args: Any, names: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        self.names = dict(names or {})
        named = {f"name_{code}": name for code, name in self.names.items()}
        super().__init__(*args, **{**kwargs, "initial": {**(kwargs.get("initial") or {}), **named}})
        zones = sorted(zone for zone in available_timezones() if zone.startswith("Africa/"))
        own = self.initial.get("timezone")
        extra = [own] if own and own not in {*zones, "UTC"} else []
        cast(Any, self.fields["timezone"]).choices = [(zone, zone) for zone in (*zones, "UTC", *extra)]
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = self._name_in(code, language)

    def _name_in(self, code: str, language: object) -> forms.CharField:
        """Return the field of the name in one language, written in the direction of that language, whatever the
        direction of the page.
        """
        attrs = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
        label = format_lazy(gettext_lazy("Name in {language}"), language=language)
        return forms.CharField(
            label=label,
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs=attrs),
        )

    @property
    def local_names(self) -> dict[str, str]:
        """The names of the form; a name in a language that the site no longer has stays."""
        known = {code for code, _language in settings.LANGUAGES}
        kept = {code: name for code, name in self.names.items() if code not in known}
        return kept | {code: name for code in known if (name := self.cleaned_data[f"name_{code}"])}


class InstitutionForm(LocalNamesForm):
    """The names of an institution, its country and its time zone."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_again()  # another process may have added a country a moment ago
        cast(Any, self.fields["country"]).choices = [("", "–"), *country_choices()]
        self.order_fields(["parent", "name", *(f"name_{code}" for code, _language in settings.LANGUAGES), "country"])

    @property
    def about(self) -> InstitutionData:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "country": cleaned["country"],
            "timezone": cleaned["timezone"],
            "names": self.local_names,
        }


class SuperusersInstitutionForm(InstitutionForm):
    """Form of an institution for superusers, with its code and its kind besides."""

    code = forms.SlugField(
        label=capfirst(gettext_lazy("code")),
        max_length=40,
        required=False,
        help_text=gettext_lazy("A short name by which files and commands call it."),
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=capfirst(gettext_lazy("kind")), choices=Kind.choices)

    @property
    def about(self) -> InstitutionData:
        """The code stays where none is written."""
        about = super().about
        about["kind"] = self.cleaned_data["kind"]
        if code := self.cleaned_data["code"]:
            about["code"] = code
        return about


class AboveForm(InstitutionForm):
    """A region or a country, and the region in which it lies."""

    kind = forms.ChoiceField(
        label=capfirst(gettext_lazy("kind")),
        choices=[(kind.value, kind.label) for kind in (Kind.COUNTRY, Kind.REGION)],
    )
    parent = InstitutionChoiceField(
        label=capfirst(gettext_lazy("belongs to")),
        queryset=Institution.objects.none(),
        empty_label="–",
        required=False,
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["parent"]).queryset = founders_places(viewer)
        self.order_fields(["kind", "parent"])


class MoveForm(StaleCheckForm):
    """Form for the institution below which another lies from now on."""

    parent = InstitutionChoiceField(label=capfirst(gettext_lazy("belongs to")), queryset=Institution.objects.none())

    def __init__(self, *args: object, institution: Institution, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, initial={"parent": institution.parent_id}, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["parent"])
        field.queryset, field.required = places_for(institution, viewer), not viewer.is_superuser
        field.empty_label = "–" if viewer.is_superuser else None


class FoundForm(InstitutionForm):
    """An academy with all that it needs to begin."""

    parent = InstitutionChoiceField(
        label=capfirst(gettext_lazy("belongs to")), queryset=Institution.objects.none(), empty_label="–"
    )
    units = forms.CharField(
        label=gettext_lazy("Units"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line. You can add others later."),
    )
    service_number = forms.CharField(
        label=gettext_lazy("Service number of the first administrator"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )
    person = forms.CharField(
        label=gettext_lazy("Name of the first administrator"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    cohort = forms.CharField(
        label=gettext_lazy("First cohort"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Such as “Intake 2027 A”. Empty: none yet."),
    )
    starts_on = forms.DateField(label=capfirst(gettext_lazy("starts on")), required=False)
    ends_on = forms.DateField(label=capfirst(gettext_lazy("ends on")), required=False)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        field = cast(forms.ModelChoiceField, self.fields["parent"])
        field.queryset, field.required = founders_places(viewer), not viewer.is_superuser
        for name in ("starts_on", "ends_on"):
            days(self.fields[name])

    def clean_service_number(self) -> str:
        number = str(self.cleaned_data["service_number"]).strip()
        field = User._meta.get_field("service_number")
        field.run_validators(number)
        try:
            refuse_taken(number, by=self.viewer, now=timezone.now())
        except NumberTaken as error:
            raise forms.ValidationError(str(error)) from error
        return number

    def clean_units(self) -> list[str]:
        """Return each name once, whatever its case."""
        names = (" ".join(line.split())[:200] for line in self.cleaned_data["units"].splitlines())
        return list({name.casefold(): name for name in names if name}.values())[:MOST_UNITS]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        check_days(self, cleaned)
        return cleaned

    @property
    def administrator(self) -> PersonData:
        cleaned = self.cleaned_data
        return {"service_number": cleaned["service_number"], "name": cleaned["person"], "email": cleaned["email"]}

    @property
    def first_cohort(self) -> CohortData | None:
        cleaned, name = self.cleaned_data, " ".join(self.cleaned_data["cohort"].split())
        return {"name": name, "starts_on": cleaned["starts_on"], "ends_on": cleaned["ends_on"]} if name else None

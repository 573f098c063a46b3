"""Filters of the list of certificates: from the address to the rows that a viewer may see."""

from datetime import date
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.models import Course, Programme
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.people.directory.models import Cohort, User
from lms.people.directory.tree import MOST_COHORTS

from .models import Certificate, CertificateQuerySet

STATES = {
    "valid": gettext_lazy("Valid"),
    "soon": gettext_lazy("Expires soon"),
    "expired": gettext_lazy("Expired"),
    "revoked": gettext_lazy("Revoked"),
    "replaced": gettext_lazy("Replaced"),
}
"""States by which the list is filtered; certificates that expire soon are valid as well."""
WRONG_DAY = gettext_lazy("Write the day as year, month and day, like 2027-01-31.")


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, error_messages={"invalid": WRONG_DAY})


class CertificateFilters(forms.Form):
    """Filters that `viewer` may set; nothing is required. `person` is set by a link only, and so is `state`."""

    what = forms.ChoiceField(label=gettext_lazy("Course or programme"), required=False)
    cohort = forms.ModelChoiceField(
        label=gettext_lazy("Cohort"), queryset=Cohort.objects.none(), required=False, blank=True
    )
    since = _day(gettext_lazy("Completed from"))
    until = _day(gettext_lazy("Completed to"))
    state = forms.ChoiceField(
        choices=[("", ""), *STATES.items()], required=False, widget=forms.HiddenInput, label=gettext_lazy("State")
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Learner"), queryset=User.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        fields = cast(dict[str, Any], self.fields)
        cohorts = Cohort.objects.visible_to(viewer)
        fields["person"].queryset = User.objects.visible_to(viewer)
        fields["what"].choices = [("", _("All")), *self._titles()]
        fields["cohort"].queryset = cohorts.select_related("institution")
        self.cohorts = list(cohorts.order_by("name", "pk").values_list("pk", "name")[:MOST_COHORTS])
        fields["cohort"].choices = [("", _("All")), *self.cohorts]

    def clean_cohort(self) -> Cohort | None:
        """Return the cohort, which is among the choices even where there are too many for a list."""
        cohort: Cohort | None = self.cleaned_data["cohort"]
        if cohort is not None and (cohort.pk, cohort.name) not in self.cohorts:
            field = cast(forms.ModelChoiceField, self.fields["cohort"])
            field.choices = [("", _("All")), (cohort.pk, cohort.name), *self.cohorts]
        return cohort

    def clean(self) -> dict[str, object]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first. Choose a later one."))
        return self.cleaned_data

    def query(self) -> str:
        """Return the filters that are set, as a query string."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})

    def rows(self) -> CertificateQuerySet:
        """Return the certificates that match, in every state; the form is valid."""
        given = self.cleaned_data
        rows = Certificate.objects.visible_to(self.viewer)
        kind, _colon, key = given["what"].partition(":")
        narrowed = {
            f"of_{kind}": key,
            "earned_by__learner__cohorts": given["cohort"],
            "earned_by__learner": given["person"],
            "completed_on__gte": given["since"],
            "completed_on__lte": given["until"],
        }
        return rows.filter(**{name: value for name, value in narrowed.items() if value})

    def rows_in_state(self, today: date) -> CertificateQuerySet:
        """Return the certificates that match, in the chosen state, in the order of the list."""
        rows, state = self.rows(), self.cleaned_data["state"]
        return (rows.standing(state, today) if state else rows).order_by("name", "-completed_on", "pk")

    def _titles(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the courses and programmes that people of the viewer's completed, in groups, by title. Two
        statements.
        """
        seen = Enrolment.objects.visible_to(self.viewer)
        done = seen.filter(course=OuterRef("pk"), completed_at__isnull=False)
        whole = ProgrammeCompletion.objects.filter(programme=OuterRef("pk"), enrolment__in=seen)
        groups = (
            (_("Courses"), "course", Course.objects.filter(Exists(done))),
            (_("Programmes"), "programme", Programme.objects.filter(Exists(whole))),
        )
        return [(label, options) for label, kind, rows in groups if (options := _options(kind, rows))]


def _options(kind: str, rows: QuerySet[Course] | QuerySet[Programme]) -> list[tuple[str, str]]:
    options = [(f"{kind}:{row.pk}", str(row.title_in(get_language() or "en"))) for row in rows.only("pk", "titles")]
    return sorted(options, key=lambda option: option[1].casefold())

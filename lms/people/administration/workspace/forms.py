"""Forms of an administrator about people."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.date_fields import check_days, days
from lms.foundation.interface.stale_forms import StaleCheckForm

from ...directory.choices import STAFF_ROLES, Role
from ...directory.institutions import Institution
from ...directory.models import Cohort, User
from ...directory.tree import InstitutionChoiceField, indented
from ..bulk.acts import Act
from ..records import people_services
from ..records.people_search import NO_ROLE
from ..records.people_services import CORRECTED

STATES = [
    ("", gettext_lazy("All")),
    ("active", gettext_lazy("May sign in")),
    ("closed", gettext_lazy("May not sign in")),
    ("never", gettext_lazy("Never signed in")),
]


class PeopleFilterForm(forms.Form):
    """Form of the filters of people. No field is required; the choices were fetched before, so that it costs no
    query.
    """

    q = forms.CharField(
        label=gettext_lazy("Name, service number or e-mail"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
    institution = forms.ChoiceField(label=gettext_lazy("Institution"), required=False)
    cohort = forms.ChoiceField(label=gettext_lazy("Cohort"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Account"), required=False, choices=STATES)

    def __init__(
        self, *args: Any, institutions: Sequence[Institution], cohorts: Sequence[Cohort], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.institutions = {str(row.pk): row for row in institutions}
        cast(Any, self.fields["institution"]).choices = [("", _("All")), *indented(institutions)]
        own = [(str(cohort.pk), f"{cohort.name} · {self._place(cohort)}") for cohort in cohorts]
        cast(Any, self.fields["cohort"]).choices = [("", _("All")), *own]
        roles = [(role.value, role.label) for role in STAFF_ROLES]
        cast(Any, self.fields["role"]).choices = [("", _("All")), *roles, (NO_ROLE, _("No role"))]

    def _place(self, cohort: Cohort) -> str:
        at = self.institutions.get(str(cohort.institution_id))
        return at.local_name() if at else ""

    def clean_institution(self) -> Institution | None:
        return self.institutions.get(self.cleaned_data["institution"])


class PersonForm(StaleCheckForm, forms.ModelForm):
    """The details of a person. Whose institution it may be is for the services, as is whether somebody who is none of
    the `others` has the number.
    """

    class Meta:
        model = User
        fields = list(CORRECTED)

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.others = User.objects.visible_to(viewer, Role.ADMINISTRATOR)
        unset = gettext_lazy("As the browser asks")
        self.fields["language"] = forms.ChoiceField(
            choices=[("", unset), *settings.LANGUAGES], required=False, label=gettext_lazy("Language")
        )
        for name in ("service_number", "email", "phone"):
            self.fields[name].widget.attrs |= {"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}
        self.fields["name"].widget.attrs |= {"dir": "auto", "autocomplete": "off"}
        self.fields["birth_year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def clean_service_number(self) -> str:
        """Check that the number is free in upper and lower case, since signing in ignores the case of letters."""
        number = str(self.cleaned_data["service_number"])
        User._meta.get_field("service_number").run_validators(number)
        if self.others.numbered(number).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody with this service number is already here."))
        return number

    def _get_validation_exclusions(self) -> set[str]:
        """Return the fields that the model does not check: the services check whether a number is free everywhere, and
        the model would tell of other institutions’ people.
        """
        return {*super()._get_validation_exclusions(), "service_number"}  # type: ignore[misc]  # not in the stubs

    def clean_birth_year(self) -> int | None:
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= 2100:
            raise forms.ValidationError(_("Write the year with four digits, like 1998."))
        return year


class NewPersonForm(PersonForm):
    """A person with the institution to which they belong."""

    institution = InstitutionChoiceField(label=gettext_lazy("Institution"), queryset=Institution.objects.none())

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        _offer(self, viewer)
        self.fields["institution"].required = not viewer.is_superuser
        self.order_fields(["service_number", "name", "institution"])


class RightsForm(StaleCheckForm):
    """The groups of editors in which a person is, and for superusers whether they are one."""

    groups = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Groups"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The rights of a group in the admin apply at every institution."),
    )
    superuser = forms.BooleanField(
        label=gettext_lazy("Superuser"),
        required=False,
        help_text=gettext_lazy("May do everything, everywhere."),
    )

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        groups = people_services.groups_to_give(viewer).order_by("name")
        cast(forms.ModelMultipleChoiceField, self.fields["groups"]).queryset = groups
        if not viewer.is_superuser:
            del self.fields["superuser"]


class TransferForm(StaleCheckForm):
    """Form of the institution at which a person serves from now on."""

    institution = InstitutionChoiceField(label=gettext_lazy("Institution"), queryset=Institution.objects.none())

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, viewer)


class RoleForm(forms.Form):
    """A role at an institution, with the days on which it counts."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[(role.value, role.label) for role in STAFF_ROLES])
    institution = InstitutionChoiceField(label=gettext_lazy("Institution"), queryset=Institution.objects.none())
    starts_on = forms.DateField(label=gettext_lazy("From"), required=False)
    ends_on = forms.DateField(label=gettext_lazy("To"), required=False)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, viewer)
        for name, help_text in (
            ("starts_on", gettext_lazy("The first day. Empty: at once.")),
            ("ends_on", gettext_lazy("The last day. Empty: until it is taken away.")),
        ):
            days(self.fields[name], help_text)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        check_days(self, cleaned)
        return cleaned


class AskedForm(RoleForm):
    """The fields of one kind of action. `asked` is what the action keeps, as JSON."""

    text = forms.CharField(
        label=gettext_lazy("Message"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    )
    accounts = forms.BooleanField(
        label=gettext_lazy("Close the accounts of their people too"),
        required=False,
        help_text=gettext_lazy("Of those who have no role and are in no other open cohort."),
    )

    def __init__(self, *args: Any, act: Act, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        for name in [name for name in self.fields if name not in act.fields]:
            del self.fields[name]

    def clean(self) -> dict[str, object]:
        cleaned = forms.Form.clean(self) or self.cleaned_data
        if "starts_on" in self.fields:
            check_days(self, cast(Any, cleaned))
        return cleaned

    @property
    def asked(self) -> dict[str, object]:
        cleaned = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if "institution" in cleaned:
            cleaned["institution"] = cleaned["institution"].pk
        return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in cleaned.items()}


def _offer(form: forms.BaseForm, viewer: User) -> None:
    """Let `form` offer the institutions that `viewer` administers."""
    field = cast(forms.ModelChoiceField, form.fields["institution"])
    field.queryset = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)

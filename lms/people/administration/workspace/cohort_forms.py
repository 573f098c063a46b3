"""Forms of an administrator about cohorts."""

from typing import cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.date_fields import check_days, days
from lms.foundation.interface.stale_forms import StaleCheckForm

from ...directory.choices import Role
from ...directory.fields import LONGEST, not_too_many
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.tree import InstitutionChoiceField
from .cohort_rules import parts


class CohortForm(StaleCheckForm):
    """The name of a cohort and its days."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    starts_on = forms.DateField(label=capfirst(gettext_lazy("starts on")), required=False)
    ends_on = forms.DateField(label=capfirst(gettext_lazy("ends on")), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            days(self.fields[name])

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        check_days(self, cleaned)
        return cleaned


class NewCohortForm(CohortForm):
    """A cohort with the institution whose people learn in it."""

    institution = InstitutionChoiceField(label=gettext_lazy("Institution"), queryset=Institution.objects.none())

    def __init__(self, *args: object, viewer: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["institution"])
        field.queryset = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)
        self.order_fields(["institution", "name"])


class FillForm(forms.Form):
    """People to add, by service number."""

    numbers = forms.CharField(
        label=gettext_lazy("Service numbers"),
        required=False,
        max_length=LONGEST,
        validators=[not_too_many],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("Service numbers of the institution’s people, one on each line."),
    )


class RuleForm(StaleCheckForm):
    """Form of the rule of who belongs to a cohort."""

    ranks = forms.CharField(
        label=gettext_lazy("Ranks"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As they stand on people’s pages, with commas between them. Empty: whatever the rank."),
    )
    since = forms.DateField(
        label=gettext_lazy("Here since"),
        required=False,
        help_text=gettext_lazy("Accounts that were made on this day or later. Empty: all."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        days(self.fields["since"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not parts(cleaned["ranks"]) and cleaned["since"] is None:
            self.add_error("ranks", _("Say a rank or a day: without both it would be everybody."))
        return cleaned


class InstructorForm(forms.Form):
    """Form of an instructor at the cohort's institution."""

    service_number = forms.CharField(
        label=gettext_lazy("Service number"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )

"""Forms of transfers: the request for a person, and the answer to requests of others."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from lms.foundation.interface.date_fields import days

from ...directory.choices import Role
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.tree import InstitutionChoiceField

if TYPE_CHECKING:
    from .models import TransferRequestQuerySet

CONFIRM, REFUSE = "confirm", "refuse"


class AskForm(forms.Form):
    """Form of a request for a transfer: the people and the institution to which they go."""

    number = forms.CharField(
        label=gettext_lazy("Service number"),
        max_length=40,
        error_messages={"required": gettext_lazy("Write at least one service number.")},
        widget=forms.TextInput(attrs={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
    )
    institution = InstitutionChoiceField(
        label=gettext_lazy("Institution"), queryset=Institution.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["institution"])
        field.queryset = Institution.objects.visible_to(viewer, Role.ADMINISTRATOR)
        field.initial = viewer.institution_id

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip()


class AnswerForm(forms.Form):
    """The answer to the requests that are ticked."""

    requests = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Requests"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Tick at least one."),
            "invalid_choice": gettext_lazy("Tick at least one."),
        },
    )
    starts_on = forms.DateField(label=gettext_lazy("First day at the new institution"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason, if you refuse"),
        help_text=gettext_lazy("The person who asked reads it."),
        required=False,
        max_length=300,
    )
    answer = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (REFUSE, REFUSE)], widget=forms.HiddenInput)

    def __init__(self, *args: Any, waiting: "TransferRequestQuerySet | tuple[()]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["requests"]).choices = [(row.pk, str(row.pk)) for row in waiting]
        days(self.fields["starts_on"], gettext_lazy("Empty: today."))

"""Forms: use at work, survey, confirmation, and what a course asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.people.directory.models import User

from . import questions as of
from . import rules
from .models import Confirmation, Inquiry
from .sameness import may_be_one

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST = 1000
CHOOSE = {"required": gettext_lazy("Choose an answer."), "invalid_choice": gettext_lazy("Choose an answer.")}


def _one(label: object, choices: Mapping[str, object]) -> forms.ChoiceField:
    text: Any = label
    return forms.ChoiceField(label=text, choices=list(choices.items()), widget=forms.RadioSelect, error_messages=CHOOSE)


def _several(label: object, choices: Mapping[str, object], *, required: bool) -> forms.MultipleChoiceField:
    text: Any = label
    return forms.MultipleChoiceField(
        label=text,
        choices=list(choices.items()),
        required=required,
        help_text=gettext_lazy("Choose all that apply."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one answer or more.")},
    )


class UseForm(forms.Form):
    used = _one(gettext_lazy("Have you used at work what the course taught?"), of.USED)
    what = _several(gettext_lazy("What did you do with it?"), of.WHAT, required=False)
    hindered = _several(gettext_lazy("What hinders you from using it?"), of.HINDERED, required=True)
    example = forms.CharField(
        label=gettext_lazy("An example, if you want to give one"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("Your institution reads it. Name no victims, suspects or cases."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    supervisor = forms.CharField(
        label=gettext_lazy("Service number of a supervisor who can confirm it"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Optional. A supervisor of your institution, or above it, is asked and reads your name."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )

    def __init__(self, data: "QueryDict | None", *, learner: User) -> None:
        super().__init__(data)
        self.learner = learner
        if not rules.confirms(learner.institution):
            del self.fields["supervisor"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("used") in of.APPLIED and "what" in cleaned and not cleaned["what"]:
            self.add_error("what", _("Choose one answer or more."))
        if len(cleaned.get("hindered", ())) > 1:
            cleaned["hindered"] = [one for one in cleaned["hindered"] if one != of.NOTHING]
        return cleaned

    def clean_supervisor(self) -> str:
        number: str = self.cleaned_data["supervisor"].strip()
        found = User.objects.numbered(number).first() if number else None
        if number.casefold() == self.learner.service_number.casefold() or (found and may_be_one(found, self.learner)):
            raise forms.ValidationError(_("Name somebody else: nobody confirms their own work."))
        return number


class SurveyForm(forms.Form):
    def __init__(self, data: "QueryDict | None") -> None:
        super().__init__(data)
        self.fields.update({name: _one(label, of.MARKS) for name, label in of.SURVEYED.items()})


class ConfirmForm(forms.Form):
    confirmed = _one(
        gettext_lazy("Has the officer named in the message used the course at work?"),
        {"yes": gettext_lazy("Yes, as far as known"), "no": gettext_lazy("No, or not known")},
    )

    def __init__(self, data: "QueryDict | None") -> None:
        super().__init__(data)


def form_for(row: Inquiry | Confirmation, data: "QueryDict | None") -> forms.Form:
    """Return the form of what is asked."""
    if isinstance(row, Confirmation):
        return ConfirmForm(data)
    return SurveyForm(data) if row.is_survey else UseForm(data, learner=row.learner)


class RuleForm(StaleCheckForm):
    followups = forms.BooleanField(
        label=gettext_lazy("Ask about use at work after three and six months"), required=False
    )
    survey = forms.BooleanField(label=gettext_lazy("Offer a survey at the end"), required=False)

"""Forms in which people change their own details, or ask for a change."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ...directory.models import User


class ContactForm(forms.ModelForm):
    """Language and phone number."""

    class Meta:
        model = User
        fields = ["language", "phone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unset = _("As the browser asks")
        self.fields["language"] = forms.ChoiceField(
            choices=[("", unset), *settings.LANGUAGES], required=False, label=_("Language")
        )
        self.fields["phone"].label = _("Phone")
        self.fields["phone"].widget.attrs |= {"type": "tel", "dir": "ltr", "autocomplete": "tel"}


class NameForm(forms.Form):
    """The name as it should be."""

    name = forms.CharField(
        label=_("Name as on official papers"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )

"""Forms that activate an account, and those of one's own profile."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from ...directory.models import User
from ..protection.forms import ChosenPasswordForm

if TYPE_CHECKING:
    from django.http import HttpRequest

PLAIN = {"autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class CardForm(forms.Form):
    """The service number and the code of a card. Whatever does not fit, the sentence is the same."""

    username = forms.CharField(
        label=_("Service number"), max_length=40, widget=forms.TextInput(attrs={**PLAIN, "autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Twelve letters and digits. Capitals and lines between do not matter."),
        widget=forms.TextInput(attrs={**PLAIN, "autocomplete": "one-time-code"}),
    )

    def __init__(self, *args: Any, request: "HttpRequest", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, cast(User | None, None)
        self.fields["username"].error_messages["required"] = _("Enter your service number, as on your card.")
        self.fields["code"].error_messages["required"] = _("Enter the code on your card.")

    def clean(self) -> dict[str, object]:
        """Check number and code. Tries are counted as those of signing in."""
        number, code = self.cleaned_data.get("username"), self.cleaned_data.get("code")
        if number and code:
            found = authenticate(self.request, username=number.strip(), card_secret=code)
            self.person = cast(User | None, found)
            if found is None:
                raise forms.ValidationError(
                    _(
                        "This number and code do not open an account. Check both. A card works once, and until the day "
                        "printed on it: ask for a new one where you got it."
                    )
                )
        return self.cleaned_data


class FirstPasswordForm(ChosenPasswordForm):
    """One's own password, twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Your password")
        self.fields["new_password2"].label = _("Your password again")


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

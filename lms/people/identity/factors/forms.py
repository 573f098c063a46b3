"""Forms of second factors: codes, showing again who it is, and an institution's days."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.requests import SignedInRequest
from ...directory.tree import InstitutionChoiceField
from ..protection import throttling
from ..protection.forms import NOT_PRESENT
from .policy import MOST_DAYS, NOBODY

NOT_THIS_CODE = _("This code does not fit. Wait for the next one in your app, or use a recovery code that is unused.")


class CodeField(forms.CharField):
    """A code of an app or a recovery code: digits, with spaces as people write them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Code"), "max_length": 20, **kwargs})
        self.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        self.error_messages["required"] = _("Enter the code.")


class CodeForm(forms.Form):
    """The code of the second step of signing in, of `person`."""

    code = CodeField(help_text=_("The six digits that your app shows, or one of your recovery codes."))

    def __init__(self, *args: Any, request: HttpRequest, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person

    def clean_code(self) -> str:
        """Check the code. Tries are counted as those of the password."""
        code: str = self.cleaned_data["code"]
        if not is_code_of(self.request, self.person, code):
            raise forms.ValidationError(NOT_THIS_CODE)
        return code


class NewAppForm(forms.Form):
    """The first code of a new app. `secret` is encrypted, and comes back as it was sent."""

    secret = forms.CharField(widget=forms.HiddenInput, max_length=500)
    code = CodeField(help_text=_("The six digits that your app shows now."))


class ConfirmForm(forms.Form):
    """The present password, or where there is a second factor a code of it."""

    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )
    code = CodeField(required=False, help_text=_("Or the six digits that your app shows."))

    def __init__(self, *args: Any, request: SignedInRequest, with_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        if not with_code:
            del self.fields["code"]

    def clean(self) -> dict[str, object]:
        password, code = self.cleaned_data.get("password"), self.cleaned_data.get("code")
        if code:
            if not is_code_of(self.request, self.request.user, code):
                self.add_error("code", NOT_THIS_CODE)
        elif not password:
            self.add_error("password", _("Enter your password."))
        elif not throttling.is_present_password(self.request, password):
            self.add_error("password", NOT_PRESENT)
        return self.cleaned_data


def is_code_of(request: HttpRequest, person: User, code: str) -> bool:
    """Return whether `code` is one of `person`, and use it up. A failure counts as a failed sign-in, and too many are
    answered as there.
    """
    return authenticate(request, username=person.service_number, one_time_password=code) == person


AS_ABOVE, NOT_ASKED, NOW, LATER = "above", "nobody", "now", "later"
CHOICES = [
    (AS_ABOVE, _("As the institution above says")),
    (NOW, _("Asked of staff now")),
    (LATER, _("Asked of staff after some days")),
    (NOT_ASKED, _("Not asked")),
]


class PolicyForm(forms.Form):
    """Form for one institution, and those below it: it shows what is set there. Gives `institution` and `days` as
    `policy.set_policy` takes them.
    """

    institution = InstitutionChoiceField(queryset=Institution.objects.none(), widget=forms.HiddenInput)
    asked = forms.ChoiceField(label=_("Second factor"), choices=CHOICES, widget=forms.RadioSelect)
    days = forms.IntegerField(label=_("Days before it is asked"), min_value=1, max_value=MOST_DAYS, required=False)

    def __init__(self, *args: Any, institutions: QuerySet[Institution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        asked, given = self.cleaned_data.get("asked"), self.cleaned_data.get("days")
        if asked == LATER and given is None and "days" not in self.errors:
            self.add_error("days", _("Write after how many days."))
        days = {AS_ABOVE: None, NOT_ASKED: NOBODY, NOW: 0}.get(str(asked), given)
        return {"institution": self.cleaned_data.get("institution"), "days": days}


def initial_of(place: Institution) -> dict[str, object]:
    """Return the values of the form as they are set at `place`, so that saving it unchanged changes nothing."""
    own = place.own_factor_days
    asked = {None: AS_ABOVE, NOBODY: NOT_ASKED, 0: NOW}.get(own, LATER)
    return {"institution": place.pk, "asked": asked, "days": own if asked == LATER else None}

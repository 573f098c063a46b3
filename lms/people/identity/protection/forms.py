"""Signing in, one's password, and one's e-mail address."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from ...directory.requests import SignedInRequest
from . import throttling

NOT_PRESENT = _("The present password is wrong. Type it again; capitals matter.")
NOT_SAME = _("The two new passwords are not the same. Type the new one twice.")
CHOOSING = _(
    "At least ten characters. Three or four words that do not belong together are easy to remember and hard to guess."
)


class SignInForm(AuthenticationForm):
    """The service number and the password."""

    error_messages = {
        "invalid_login": _(
            "This service number and password do not belong together. Check both; capitals matter in the password."
        ),
        "inactive": _("This account is closed. Ask your institution’s administrator."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        number = self.fields["username"]
        number.label = _("Service number")
        number.widget.attrs |= {
            "autocapitalize": "none",
            "spellcheck": "false",
            "autocomplete": "username",
            "dir": "ltr",
        }
        number.error_messages["required"] = _("Enter your service number, as on your service card.")
        self.fields["password"].error_messages["required"] = _("Enter your password.")

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip()


class ChosenPasswordForm(SetPasswordForm):
    """A new password, twice."""

    error_messages = {**SetPasswordForm.error_messages, "password_mismatch": NOT_SAME}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = CHOOSING
        self.fields["new_password2"].label = _("New password again")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.attrs["dir"] = "ltr"
        self.fields["new_password1"].error_messages["required"] = _("Write the new password.")
        self.fields["new_password2"].error_messages["required"] = _("Write the new password a second time.")


class NewPasswordForm(ChosenPasswordForm, PasswordChangeForm):
    """The old password, and the new one twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": NOT_PRESENT,
        "password_mismatch": NOT_SAME,
        "password_same": _("You have this password already. Choose another one."),
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: object, request: SignedInRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["old_password"].label = _("Present password")
        self.fields["old_password"].error_messages["required"] = _("Enter your password.")

    def clean_old_password(self) -> str:
        """Check the old password. Tries are counted as those of signing in: a phone that was left lying must not tell
        the password.
        """
        old = self.cleaned_data["old_password"]
        if not throttling.is_present_password(self.request, old):
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old

    def clean_new_password1(self) -> str:
        new = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(self.error_messages["password_same"], code="password_same")
        return new


class MailboxForm(forms.Form):
    """The e-mail address to which a link is to be sent."""

    address = forms.EmailField(label=_("E-mail"), max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["address"].widget.attrs |= {
            "autocomplete": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
            "dir": "ltr",
        }
        self.fields["address"].error_messages |= {
            "required": _("Enter your e-mail address."),
            "invalid": _("Write the whole address, like name@example.org."),
        }


class NewAddressForm(MailboxForm):
    """Another e-mail address, and the present password, which shows who asks."""

    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "ltr"}),
    )

    def __init__(self, *args: object, request: SignedInRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["address"].label = _("New e-mail address")
        self.fields["password"].error_messages["required"] = _("Enter your password.")

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if address == self.request.user.email:
            raise forms.ValidationError(_("You have this address already. Enter another one."))
        return address

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not throttling.is_present_password(self.request, password):
            raise forms.ValidationError(NOT_PRESENT)
        return password

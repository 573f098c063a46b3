"""Signing in, and changing one's password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """The service number and the password."""

    error_messages = {
        "invalid_login": _("This service number and password do not belong together. Check both; capitals matter in the password."),
        "inactive": _("This account is closed. Ask your institution's administrator."),
    }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        number = self.fields["username"]
        number.label = _("Service number")
        number.widget.attrs |= {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username", "dir": "ltr"}
        number.error_messages["required"] = _("Enter your service number, as on your service card.")
        self.fields["password"].error_messages["required"] = _("Enter your password.")

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip()


class NewPasswordForm(PasswordChangeForm):
    """The old password, and the new one twice."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": _("This is not your present password. Type it again; capitals matter."),
        "password_mismatch": _("The two new passwords are not the same. Type the new one twice."),
        "password_same": _("This is the password that you have. Choose another one."),
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        self.fields["new_password1"].help_text = _(
            "At least ten characters. Three or four words that do not belong together are easy to remember and hard to guess."
        )
        self.fields["new_password2"].label = _("New password again")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            if isinstance(field.widget, forms.PasswordInput):
                field.widget.attrs["dir"] = "ltr"

    def clean_new_password1(self) -> str:
        new = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise forms.ValidationError(self.error_messages["password_same"], code="password_same")
        return new

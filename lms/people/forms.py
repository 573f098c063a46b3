"""The sign-in form."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("This service number and password do not belong together. Check both; capitals matter in the password."),
        "inactive": _("This account is closed. Ask your institution's administrator."),
    }

"""Wagtail's page about one's own account, without what our pages do: they ask for the present password,
and count who guesses it.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, ChangePasswordPanel, NameEmailSettingsPanel

ELSEWHERE = NameEmailSettingsPanel, ChangePasswordPanel


class Account(AccountView):
    def get_panels(self) -> list[object]:
        return [panel for panel in super().get_panels() if not isinstance(panel, ELSEWHERE)]

    def get_menu_items(self) -> list[dict[str, str]]:
        own = [
            {"url": reverse("e-mail"), "label": _("E-mail address"), "help_text": _("Change your e-mail address.")},
            {"url": reverse("password"), "label": _("Password"), "help_text": _("Change your password.")},
            {"url": reverse("factors"), "label": _("Second factor"), "help_text": _("App and recovery codes.")},
            {"url": reverse("sessions"), "label": _("Sessions"), "help_text": _("Where you are signed in")},
        ]
        return [*own, *super().get_menu_items()]


account = require_admin_access(Account.as_view())

"""Learning without network: packs for phones, and events that phones send."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class OfflineConfig(AppConfig):
    name = "lms.desks.offline"
    verbose_name = _("Learning without network")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins.pages import slots
        from lms.foundation.plugins.pages.tabs import tabs
        from lms.people.audit.actions import SIGN_IN, Action, actions

        from .links import HeldOfPerson, device_panels, keep_panels

        slots.provide(slots.COURSE, keep_panels)
        slots.provide(slots.DEVICES, device_panels)
        tabs.register(HeldOfPerson)
        actions.register(Action("phone_revoked", _("Phone that learns without network revoked"), SIGN_IN))

"""What is held about people: shown to them, erased, and forgotten after its time."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class PrivacyConfig(AppConfig):
    name = "lms.privacy"
    verbose_name = _("Privacy")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from .audit import register

        register()

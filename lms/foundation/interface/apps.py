"""The frame that all pages share: bar, stylesheet, components, error pages."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class InterfaceConfig(AppConfig):
    name = "lms.foundation.interface"
    label = "interface"
    verbose_name = _("Interface")

    def ready(self) -> None:
        from lms.foundation.interface.checks import destinations_lead_somewhere

        checks.register(destinations_lead_somewhere, checks.Tags.urls)

"""Page of figures that matter, “At a glance”, and the report on regular training."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "lms.desks.dashboards"
    verbose_name = _("At a glance")

    def ready(self) -> None:
        from lms.foundation.plugins import institution_settings
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.pages.home import home_blocks

        from . import regular_training  # its import registers the report
        from .blocks import BLOCKS

        for block in BLOCKS:
            home_blocks.register(block)
        institution_settings.declare(regular_training.PART, regular_training.SETTINGS)
        for duty, place in (("coordinator", 41), ("administrator", 45)):
            register(Destination(duty, _("At a glance"), "dashboards:dashboard", "today", place, duty == "coordinator"))

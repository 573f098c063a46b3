"""Page of figures that matter, “At a glance”, and the report on regular training."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "lms.desks.dashboards"
    verbose_name = _("At a glance")

    def ready(self) -> None:
        from lms.foundation.plugins import institution_settings
        from lms.foundation.plugins.pages.destinations import Destination, register

        from . import regular_training  # its import registers the report

        institution_settings.declare(regular_training.PART, regular_training.SETTINGS)
        for duty, place in (("coordinator", 41), ("administrator", 45)):
            register(Destination(duty, _("At a glance"), "dashboards:dashboard", "today", place, duty == "coordinator"))

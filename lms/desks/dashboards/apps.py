"""Page of figures that matter, “At a glance”."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "lms.desks.dashboards"
    verbose_name = _("At a glance")

    def ready(self) -> None:
        from lms.foundation.plugins.pages.destinations import Destination, register

        for duty, place in (("coordinator", 41), ("administrator", 45)):
            register(Destination(duty, _("At a glance"), "dashboards:dashboard", "today", place, duty == "coordinator"))

"""Reports: views of what learners did, for the people responsible for them."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class ReportingConfig(AppConfig):
    name = "lms.desks.reporting"
    verbose_name = _("Reports")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins import health
        from lms.foundation.plugins.pages import linked_pages
        from lms.foundation.plugins.pages.destinations import Destination, register

        from .cross_tables import figure_rows, presets  # noqa: F401  register themselves, and the cross-table
        from .exports import audit
        from .replica import REPLICA, check
        from .tables import completion, enrolment_list, progress  # noqa: F401  register the reports

        audit.register()
        if REPLICA in settings.DATABASES:
            health.register("reports_database", check, asks_database=False)
        linked_pages.provide(linked_pages.REPORT, "reports:more")

        for duty, first in (("coordinator", 10), ("administrator", 30), ("site", 50)):
            register(Destination(duty, _("Overview"), "reports:overview", "overview", first))
            register(Destination(duty, _("Reports"), "reports:completion", "reports", first + 10))

"""Reports: views of what learners did, for the people responsible for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "lms.reporting"
    verbose_name = _("Reports")

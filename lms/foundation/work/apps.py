"""Background work: rows that say what is due, one runner, one schedule."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkConfig(AppConfig):
    name = "lms.foundation.work"
    label = "work"
    verbose_name = _("Background work")

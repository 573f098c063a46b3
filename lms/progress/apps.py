"""What learners did: enrolments, attempts, the journal, the player."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgressConfig(AppConfig):
    name = "lms.progress"
    verbose_name = _("Progress")

    def ready(self) -> None:
        from lms.plugins.destinations import Destination, register

        from . import receivers  # noqa: F401  connects the receivers

        register(Destination("learner", _("My learning"), "learn:mine", "learning", 10))

"""What there is to learn: pages, and the catalogue they compile into."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from lms.plugins.activity import activities

        from . import signals  # noqa: F401  connects the receivers
        from .lessons import Lesson

        activities.register(Lesson)

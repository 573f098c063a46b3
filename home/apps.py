"""The site around the courses."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from lms.plugins import guard, linked_pages

        from .operation.health import register_all
        from .operation.outages import is_away, is_busy

        register_all()
        guard.let_pass(is_away)
        guard.let_pass(is_busy)
        linked_pages.provide(linked_pages.LANDING, "landing")

"""Finding again what somebody may read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "lms.desks.search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from lms.foundation.plugins.pages import slots
        from lms.foundation.plugins.pages.destinations import Destination, register

        from . import receivers  # noqa: F401  connects the receivers
        from .links import to_search

        slots.provide(slots.LEARNER, to_search)
        register(Destination("learner", _("Search"), "search:search", "search", 36))

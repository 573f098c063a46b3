"""The site around the courses."""

import gc

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        from courses.editing.release.findings import finders
        from lms.files.kinds import file_kinds
        from lms.foundation.interface import navigation
        from lms.foundation.plugins import health
        from lms.foundation.plugins.pages import linked_pages
        from lms.foundation.plugins.runtime import guard

        from .backups import notes
        from .checks.views import open_findings
        from .exchange.files import CourseFile
        from .help.views import address_for
        from .operation.checks import connections_are_encrypted, variables_are_known
        from .operation.health.probes import register_all
        from .operation.outages import is_away, is_busy, is_crowded
        from .upgrades import versions

        file_kinds.register(CourseFile)
        finders.append(open_findings)
        register_all()
        health.register("backup", notes.check)
        health.register("version", versions.check)
        post_migrate.connect(versions.note_after_migrate, sender=self)
        checks.register(variables_are_known)
        checks.register(connections_are_encrypted, deploy=True)
        guard.excuse(is_away)
        guard.excuse(is_busy)
        guard.excuse(is_crowded)
        linked_pages.provide(linked_pages.LANDING, "landing")
        navigation.provide_help(address_for)
        _collect_what_comes_now()


def _collect_what_comes_now() -> None:
    """Collect garbage once: models and all that they need are loaded now, and stay: no collection of garbage walks
    through them again.

    `manage.py` loads them with the collector off. The thresholds are those of `lms/wsgi.py`.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()

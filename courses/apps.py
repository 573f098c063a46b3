"""What there is to learn: pages, and the catalogue they compile into."""

from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from lms.plugins import health
        from lms.plugins.activity import activities
        from lms.plugins.destinations import Destination, register

        from . import (  # noqa: F401  some connect receivers
            admin_lists,
            exported,
            file_choices,
            owned_files,
            publishing_rights,
            references,
            signals,
            standing_in,
            translating,
        )
        from .lessons import Lesson
        from .permissions import grant, grant_review
        from .scheduling import backlog as late
        from .waiting import backlog

        admin_lists.install()
        exported.defuse_exports()
        owned_files.install()
        standing_in.install()
        publishing_rights.install()
        activities.register(Lesson)
        health.register("catalogue", backlog)
        health.register("schedule", late)
        register(Destination("learner", _("Library"), "courses:library", "library", 20))
        register(Destination("editor", _("Admin"), "wagtailadmin_home", "settings", 10))
        post_migrate.connect(partial(grant, models=["Provision"]), sender=self, weak=False, dispatch_uid="courses.grant")
        review = partial(grant_review, models=["Provision"])
        post_migrate.connect(review, sender=self, weak=False, dispatch_uid="courses.grant_review")

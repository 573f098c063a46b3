"""Courses: pages, and the catalogue into which they compile."""

from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from lms.foundation.plugins import health
        from lms.foundation.plugins.access import access_conditions
        from lms.foundation.plugins.activity import activities
        from lms.foundation.plugins.pages.destinations import Destination, register
        from lms.foundation.plugins.report import reports

        from .access import file_choices, owned_files, renditions  # noqa: F401  some connect receivers
        from .access import lists as admin_lists
        from .catalogue.access_kinds import KINDS
        from .editing import export_patch, review_dates
        from .editing.release_status import release_status
        from .guides.review_report import CourseReviews
        from .lessons.activity import Lesson
        from .lessons.models import LessonPage
        from .pages import national_rights
        from .pages.panels import standings
        from .pages.permissions import grant, grant_review
        from .procedures.citations import citing_pages, finders
        from .publishing import notices, packages, publishing_rights, references, signals, translation_versions  # noqa: F401  some connect receivers
        from .publishing.scheduling import backlog as late
        from .publishing.stale_courses import backlog
        from .unplugged import wagtail_patches

        admin_lists.install()
        export_patch.defuse_exports()
        owned_files.install()
        renditions.install()
        wagtail_patches.install()
        publishing_rights.install()
        national_rights.install()
        notices.register()
        review_dates.register()
        standings.append(release_status)
        activities.register(Lesson)
        for kind in KINDS:
            access_conditions.register(kind)
        reports.register(CourseReviews)
        finders.register(_("Lesson"), partial(citing_pages, LessonPage, "body"))
        health.register("catalogue", backlog)
        health.register("schedule", late)
        register(Destination("learner", _("Library"), "courses:library", "library", 20))
        register(Destination("editor", _("Admin"), "wagtailadmin_home", "settings", 10))
        post_migrate.connect(
            partial(grant, models=["Provision", "Term"]), sender=self, weak=False, dispatch_uid="courses.grant"
        )
        review = partial(grant_review, models=["Provision", "Term"])
        post_migrate.connect(review, sender=self, weak=False, dispatch_uid="courses.grant_review")

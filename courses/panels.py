"""What publishing would do, shown to the editor beside the fields in which it is decided."""

from typing import Any

from wagtail.admin.panels import Panel

from lms.plugins.impact import impacts

MOST = 5
"""Submissions that wait, of one course, that are named."""


class EffectPanel(Panel):
    """The release that is out, whom a change touches, what waits for release, and what a correction and a new edition do."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/panels/effect.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return {**context, **self._standing(), "page": self.instance}

        def _standing(self) -> dict[str, Any]:
            """`course_key` where there is a course to release, `release` where one is out, `waiting` where it has changes to release.

            `submissions` are those that wait for a decision.
            """
            from .catalogue import Course, StaleCourse
            from .decision import course_key
            from .hours import for_panel
            from .submissions import Submission
            from .to_translate import ages_for_panel

            key = course_key(self.instance, getattr(self.form, "parent_page", None))
            course = Course.objects.filter(pk=key, release__isnull=False).select_related("release").first() if key else None
            standing = {"course_key": key, "waiting": StaleCourse.objects.filter(pk=key).first() if key else None, "release": None}
            standing |= for_panel(self.instance, key) | ages_for_panel(self.instance)
            standing["submissions"] = Submission.objects.waiting().filter(course_key=key).order_by("pk")[:MOST] if key else ()
            if course is None:
                return standing
            return {**standing, "release": course.release, "impact": impacts.of([course.pk])[course.pk]}

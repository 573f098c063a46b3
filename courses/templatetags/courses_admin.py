"""{% load courses_admin %}: what Wagtail's own pages say about learners."""

from django import template
from wagtail.models import Page

from lms.version import VERSION

from ..editing import learner_records
from ..editing.closing import CourseClosing
from ..editing.closing import courses_to_close as courses_closed
from ..procedures.citations import cited_steps

register = template.Library()
register.simple_tag(learner_records.records_behind, name="records_behind")
register.simple_tag(cited_steps)
register.simple_tag(lambda: VERSION, name="program_version")


@register.simple_tag
def closing(page: Page) -> list[CourseClosing]:
    """Return the courses that are closed where `page`, and what is below it, is taken off the site."""
    return courses_closed([page])

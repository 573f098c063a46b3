"""What refreshers do when somebody has completed a course."""

from lms.plugins.events import CourseCompleted
from lms.progress.models import Enrolment

from . import services


def plan(event: CourseCompleted) -> None:
    """Plan those of the course, in the background."""
    rows = Enrolment.objects.select_related("institution")
    enrolment = rows.filter(pk=event.enrolment).first()
    if enrolment is not None:
        services.plan(enrolment=enrolment)

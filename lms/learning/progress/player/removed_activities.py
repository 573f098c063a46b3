"""Activities that a correction took out of a course while somebody was on their way through it."""

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from courses.models import Release

from .learner_course import LearnerCourse


def entry_taken_out(way: LearnerCourse, slug: str) -> Entry | None:
    """Return the activity as the learner could open it before a correction took it out of their edition; None if they
    never could.

    One statement, which is asked only where the course as it stands has no such activity.
    """
    enrolment, release = way.enrolment, lookup.release(way.enrolment.release_id)
    earlier = Release.objects.filter(
        course=enrolment.course_id, edition=release.edition, correction__lt=release.correction
    )
    replaced_at = release.made_at
    for one in earlier.order_by("-correction"):
        if replaced_at <= enrolment.enrolled_at:
            return None
        if entry := one.outline.by_slug(slug):
            return entry
        replaced_at = one.made_at
    return None

"""What the matrix knows of checklists: the learner was observed once, and is about to be observed again."""

from typing import Any

from assessments.observation.models import Photo
from courses.models import CoursePage
from lms.learning.progress.journal import services
from lms.learning.progress.models.assignments import Assignment
from tests.builders import release
from tests.observation.building import add_checklist, begun, signed


def observed(cohort: Any, instructor: Any, learner: Any, course_page: Any, *, now: Any) -> dict[str, Any]:
    """A checklist in a course of its own, by which the learner was observed, with a photo, and a draft of the same."""
    page = CoursePage(title="At the gate", slug="gate", summary="First contact.")
    course_page.get_parent().add_child(instance=page)
    add_checklist(page)
    page.save_revision().publish()
    course = release(page)
    services.enrol(people=[learner], course=course, now=now)
    Assignment.objects.create(
        cohort=cohort, course=course, assigned_by=instructor, assigned_at=now, touched_at=now, status="done"
    )
    entry = course.release.outline.by_slug("first-contact")
    observation = signed(cohort, entry, instructor, now, learner)
    finding = observation.findings.get()
    photo = Photo.objects.create(finding=finding, data=b"a picture", taken_at=now)
    waiting = begun(cohort, entry, instructor, now, learner)
    ids = {"observation": observation.pk, "finding": finding.pk, "photo": photo.pk, "unsigned": waiting.pk}
    return {"checklist": entry.id, "checklist_page": page.get_children().get().pk, **ids}

"""Hand-ins of the matrix: work that the learner handed in with a file, a draft, and an upload for it."""

from typing import Any

from django.core.files.base import ContentFile

from assessments.assignment.models import Bundle, HandedFile, Upload
from courses.models import CoursePage
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from tests.assignment.building import add_hand_in, begun, handed_in, jpeg
from tests.builders import release


def handed(cohort: Any, instructor: Any, learner: Any, course_page: Any, *, now: Any) -> dict[str, Any]:
    page = CoursePage(title="Reports", slug="reports", summary="How one writes them.")
    course_page.get_parent().add_child(instance=page)
    add_hand_in(page)
    add_hand_in(page, title="Second report", slug="second-report", in_groups=True)
    page.save_revision().publish()
    course = release(page)
    services.enrol(people=[learner], course=course, now=now)
    Assignment.objects.create(
        cohort=cohort, course=course, assigned_by=instructor, assigned_at=now, touched_at=now, status="done"
    )
    enrolment = Enrolment.objects.get(learner=learner, course__slug="reports")
    work = handed_in(enrolment, now, files=[jpeg()])
    draft = begun(enrolment, now, slug="second-report")
    upload = Upload.objects.create(attempt=draft, by=learner, name="x.pdf", size=9, sum="0" * 8, touched_at=now)
    bundle = Bundle(cohort=cohort, activity_id=draft.activity_id, by=instructor, made_at=now, touched_at=now)
    bundle.status = Bundle.Status.DONE
    bundle.archive.save("work.zip", ContentFile(b"PK"))
    return {
        "bundle": bundle.pk,
        "group_task": draft.activity_id,
        "work": work.pk,
        "work_draft": draft.pk,
        "work_file": HandedFile.objects.get().pk,
        "upload": upload.pk,
    }

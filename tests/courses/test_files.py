"""A file that is replaced or deleted reaches no learner by itself: the course that shows it waits, with who did it."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.log_actions import LogContext

from assessments.questions.models import Question
from courses.catalogue.models import Cause, Content
from courses.models import StaleCourse
from tests.questions.transfers import png
from tests.releasing import release_waiting

from .conftest import publish


@pytest.fixture
def image(course, lesson):
    """A picture in the first lesson, released."""
    image = get_image_model().objects.create(title="Map", file=ContentFile(png(), name="map.png"))
    publish(lesson, body=[*lesson.body.raw_data, {"type": "image", "id": str(uuid4()), "value": image.pk}])
    release_waiting()
    StaleCourse.objects.all().delete()
    course.refresh_from_db()
    return image


def served(course) -> dict[str, bytes]:
    """What learners get of the course: its pages, and the bytes of the files that these show."""
    digests = {digest for entry in course.release.outline.activities for digest in entry.contents.values()}
    contents = Content.objects.filter(pk__in=digests)
    files = {name for content in contents for name in content.media}
    return {name: default_storage.open(f"kept/{name}").read() for name in files} | {
        c.pk: c.html.encode() for c in contents
    }


def causes():
    return [(cause.stale.course_key, cause.by, cause.what) for cause in Cause.objects.select_related("by", "stale")]


def test_a_picture_that_is_replaced_waits_for_the_gate(course, image, editor):
    before = served(course)
    assert before

    with LogContext(user=editor):
        image.file = ContentFile(png((9, 9)), name="other.png")
        image.save()

    course.refresh_from_db()
    assert served(course) == before
    assert causes() == [(course.pk, editor, "File changed: Map")]


def test_one_that_is_deleted_waits_too_and_learners_keep_it(course, image, editor):
    before = served(course)

    with LogContext(user=editor):
        image.delete()

    assert served(course) == before
    assert causes() == [(course.pk, editor, "File taken away: Map")]


def test_a_picture_in_a_question_waits_in_the_course_that_asks_it(course, editor):
    image = get_image_model().objects.create(title="Scene", file=ContentFile(png(), name="scene.png"))
    question = Question.objects.order_by("pk").first()
    question.stem = f'<p>Where? <embed alt="A scene" embedtype="image" format="left" id="{image.pk}"/></p>'
    question.save()
    StaleCourse.objects.all().delete()

    with LogContext(user=editor):
        image.save()

    assert causes() == [(course.pk, editor, "File changed: Scene")]

"""People under way follow corrections; editions and completed enrolments stay."""

import pytest

from courses.models import Course, LessonPage
from lms.foundation.plugins.events import course_completed
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.tasks import sweep
from tests.builders import complete, start_attempt
from tests.releasing import release_waiting


@pytest.fixture
def completions():
    """The enrolments of which `course_completed` told, in order."""
    told = []

    def listen(sender, enrolment, **_kwargs):
        told.append(enrolment.pk)

    course_completed.connect(listen)
    yield told
    course_completed.disconnect(listen)


def do(enrolment, slug, now, data=None):
    attempt = start_attempt(enrolment, slug, now, seed=1)
    return services.answer(attempt=attempt, data=data or {"done": ["1"]}, event_id=uuid7(), now=now)


def correct(slug: str, **fields) -> None:
    """Change a page and release the course as it then is."""
    page = LessonPage.objects.get(slug=slug)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    release_waiting()


def test_people_under_way_are_moved_and_what_remains_is_counted_anew(enrolment, course, now):
    do(enrolment, "trafficking-lesson-1", now)
    correct("trafficking-lesson-2", required=False)

    assert corrections.move(now=now) == 1

    enrolment.refresh_from_db()
    assert enrolment.release == Course.objects.get().release
    assert (enrolment.remaining, enrolment.moved_at) == (1, now)


def test_the_release_itself_queues_the_move(enrolment, course, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        correct("trafficking-lesson-2", required=False)

    enrolment.refresh_from_db()
    assert enrolment.release == Course.objects.get().release


def test_who_has_nothing_left_is_completed_by_it_once(enrolment, course, now, completions):
    do(enrolment, "trafficking-lesson-1", now)
    quiz = enrolment.release.outline.by_slug("trafficking-quiz")
    do(enrolment, "trafficking-quiz", now, _all_right(enrolment, quiz, now))
    correct("trafficking-lesson-2", required=False)

    corrections.move(now=now)
    corrections.move(now=now)

    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.completed_at, enrolment.score) == (Enrolment.Status.COMPLETED, now, 1.0)
    assert completions == [enrolment.pk]


def _all_right(enrolment, entry, now):
    from tests.builders import right_answers

    return right_answers(
        services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
    )


def test_what_is_completed_stays_in_its_release(enrolment, course, now):
    complete(enrolment, now=now)
    old = enrolment.release_id
    correct("trafficking-lesson-2", title="Lesson two")

    corrections.move(now=now)

    enrolment.refresh_from_db()
    assert enrolment.release_id == old


def test_nobody_is_moved_to_a_new_edition(enrolment, course, now):
    old = enrolment.release_id
    page = LessonPage.objects.get(slug="trafficking-lesson-2")
    page.title = "Lesson two"
    page.save_revision().publish()
    release_waiting(now, new_edition=True)

    assert corrections.move(now=now) == 0
    enrolment.refresh_from_db()
    assert enrolment.release_id == old


def test_the_sweep_finds_who_was_left_behind(enrolment, course, now, django_capture_on_commit_callbacks):
    correct("trafficking-lesson-2", title="Lesson two")
    Enrolment.objects.update(release=course.release)
    assert corrections.waiting()

    with django_capture_on_commit_callbacks(execute=True):
        sweep()

    assert not corrections.waiting()


def test_a_correction_shows_in_a_lesson_that_was_begun(enrolment, as_, wanjiru, now):
    do(enrolment, "trafficking-lesson-2", now)
    body = [{"type": "text", "id": "9b5f9a8e-6c1c-4bb0-9a0f-0a8b4c0c4b11", "value": "<p>Corrected words.</p>"}]
    correct("trafficking-lesson-2", body=body)
    corrections.move(now=now)

    assert "Corrected words." in as_(wanjiru).get("/learn/trafficking/trafficking-lesson-2/").content.decode()

"""A lesson that was unpublished while somebody read it: what they do in it is kept, and they are told what happened."""

import pytest

from courses.models import LessonPage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment
from tests.releasing import release_waiting

LESSON, QUIZ = "/learn/trafficking/trafficking-lesson-2/", "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def taken_out(enrolment, now):
    """The second lesson and the quiz are unpublished, and the learner has been moved to the correction."""
    for page in (
        LessonPage.objects.get(slug="trafficking-lesson-2")
        .get_parent()
        .get_children()
        .exclude(slug="trafficking-lesson-1")
    ):
        page.unpublish()
    assert release_waiting() == []
    corrections.move(now=now)
    return Enrolment.objects.select_related("course", "institution").get(pk=enrolment.pk)


def done(client, address=LESSON, **headers):
    return client.post(address, {"done": "1", "next": "1", "event_id": str(uuid7())}, headers=headers)


def test_done_is_kept_and_the_page_says_what_happened(as_, wanjiru, taken_out, activity_id):
    response = done(as_(wanjiru))
    page = as_(wanjiru).get("/learn/trafficking/")
    assert response.url == "/learn/trafficking/"
    assert page.status_code == 200
    taken_out.refresh_from_db()
    assert activity_id in taken_out.done and taken_out.remaining == 1
    assert Attempt.objects.get().completed_at is not None
    assert list(rebuild(write=False)) == []


@pytest.fixture
def activity_id(enrolment):
    return enrolment.release.outline.by_slug("trafficking-lesson-2").id


def test_the_same_again_changes_nothing_more(as_, wanjiru, taken_out):
    client = as_(wanjiru)
    done(client)
    assert "taken out of the course meanwhile" in client.get("/learn/trafficking/").content.decode()
    assert done(client).status_code == 302
    assert "You may finish what you began" in client.get(LESSON).content.decode()


def test_whoever_had_begun_nothing_in_it_is_led_back_to_the_course(as_, wanjiru, taken_out):
    client = as_(wanjiru)
    asked = [
        lambda: client.get(LESSON),
        lambda: client.get(QUIZ),
        lambda: client.post(f"{QUIZ}start/", {"event_id": str(uuid7())}),
        lambda: done(client, QUIZ),
    ]
    for ask in asked:
        answer = ask()
        assert answer.url == "/learn/trafficking/"
        assert "taken out of the course" in client.get(answer.url).content.decode()
    refused = done(client, QUIZ, **{"X-Requested-With": "fetch"})
    assert (refused.status_code, "taken out" in refused.content.decode()) == (409, True)
    assert not Attempt.objects.exists()


def test_an_address_that_never_was_is_not_found(as_, wanjiru, taken_out):
    client = as_(wanjiru)
    assert client.get("/learn/trafficking/no-such-lesson/").status_code == 404
    assert client.post("/learn/trafficking/no-such-lesson/start/", {"event_id": str(uuid7())}).status_code == 404


def test_whoever_was_enrolled_after_it_was_taken_out_does_not_find_it(as_, abdi, taken_out, now):
    services.enrol(people=[abdi], course=taken_out.course, now=taken_out.course.release.made_at)
    assert as_(abdi).get(LESSON).status_code == 404
    assert done(as_(abdi)).status_code == 404


def test_the_stranger_does_not_find_it(as_, stranger, client, taken_out):
    assert as_(stranger).get(LESSON).status_code == 404
    assert done(as_(stranger)).status_code == 404
    assert client.get(LESSON).status_code == 302

"""The player's pages: what they show, to whom, and in which language."""

from django.utils.translation import override

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.player.views import greeting
from tests.builders import complete, wrong_answers

COURSE = "/learn/trafficking/"
LESSON = f"{COURSE}trafficking-lesson-1/"
QUIZ = f"{COURSE}trafficking-quiz/"
PAGES = (COURSE, LESSON, QUIZ)


def test_an_empty_page_says_what_will_be_here(as_, stranger):
    assert "Nothing is assigned to you yet" in as_(stranger).get("/learn/").content.decode()


def test_my_learning_says_what_is_next_what_is_overdue_and_what_was_finished(as_, wanjiru, enrolment, now):
    page = as_(wanjiru).get("/learn/").content.decode()
    assert "Next: <b>Lesson 1</b>" in page and "0 of 3 done · 3 left" in page and LESSON in page

    Enrolment.objects.update(due_at=now.replace(year=2020))
    assert "Overdue since Tuesday 24 November 2020" in as_(wanjiru).get("/learn/").content.decode()

    complete(enrolment, now=now)
    page = as_(wanjiru).get("/learn/").content.decode()
    assert "Finished" in page and "100\u00a0%" in page and "/certificates/" in page


def test_the_course_lists_its_activities_with_their_state(as_, wanjiru, enrolment, now):
    client = as_(wanjiru)
    client.post(LESSON, {"event_id": str(uuid7()), "done": "1"})
    page = client.get(COURSE).content.decode()
    assert page.count('class="activity done"') == 1 and page.count('class="activity current"') == 1
    assert "Lesson · 10 minutes" in page


def test_a_link_between_lessons_leads_to_ones_own_course(as_, wanjiru, abdi, enrolment):
    lesson = enrolment.release.outline.by_slug("trafficking-lesson-1")
    assert as_(wanjiru).get(f"/learn/to/{lesson.id}/")["Location"] == LESSON
    assert as_(abdi).get(f"/learn/to/{lesson.id}/").status_code == 404


def test_a_lesson_says_where_one_is_and_is_asked_for_again(as_, wanjiru, enrolment):
    page = as_(wanjiru).get(LESSON).content.decode()
    assert "1 of 3" in page and "Done, next: Lesson 2" in page and "Act, means, purpose." in page

    assert "no-store" in as_(wanjiru).get(LESSON)["Cache-Control"]


def test_a_check_without_a_choice_says_so_beside_it_and_above_with_the_focus(as_, wanjiru, enrolment):
    client = as_(wanjiru)
    check = client.get(LESSON).content.decode().partition('name="check" value="')[2].partition('"')[0]
    refused = client.post(LESSON, {"event_id": str(uuid7()), "check": check})
    page = refused.content.decode()
    assert refused.status_code == 422 and page.count("Choose one of the answers shown, then check it.") == 2
    assert f'class="error" id="said-{check}"' in page and f'aria-describedby="said-{check}"' in page
    assert 'role="alert" tabindex="-1" autofocus' in page and f'<a href="#check-{check}">' in page
    assert f'<form method="post" action="#check-{check}" novalidate>' in page
    assert f'id="check-{check}" tabindex="-1"' in page


def test_a_lesson_names_the_checks_that_are_open_beside_done_and_forbids_nothing(as_, wanjiru, enrolment):
    client = as_(wanjiru)
    page = client.get(LESSON).content.decode()
    check = page.partition('name="check" value="')[2].partition('"')[0]
    assert page.index("Not answered yet. You can answer first") < page.index("Done, next: Lesson 2")
    named = f'<a href="#check-{check}">Which element makes consent irrelevant?</a>'
    assert named in page
    client.post(LESSON, {"event_id": str(uuid7()), "done": "1"})
    page = client.get(LESSON).content.decode()
    assert "You have done this part without answering:" in page and named in page
    choice = page.partition('name="choice" value="')[2].partition('"')[0]
    client.post(LESSON, {"event_id": str(uuid7()), "check": check, "choice": choice})
    page = client.get(LESSON).content.decode()
    assert "without answering" not in page and named not in page


def test_content_in_another_language_says_so_and_is_marked(as_, wanjiru, enrolment, client):
    client = as_(wanjiru)
    client.cookies["django_language"] = "ar"
    page = client.get(QUIZ).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert '<span lang="en" dir="ltr">Quiz</span>' in page
    lesson = client.get(LESSON).content.decode()
    assert lesson.index('<div class="prose" lang="en" dir="ltr">') < lesson.index("Act, means, purpose.")
    with override("en"):
        assert "lang=" not in as_(wanjiru).get(LESSON).content.decode().split("<main")[1]
        assert "lang=" not in as_(wanjiru).get(QUIZ).content.decode().split("<main")[1]


def test_without_its_plugin_an_activity_explains_itself_and_the_rest_goes_on(as_, wanjiru, enrolment, now, monkeypatch):
    complete(enrolment, now=now)
    monkeypatch.delitem(activities._entries, "quiz")
    client = as_(wanjiru)

    response = client.get(QUIZ)
    assert response.status_code == 503 and "your results stay" in response.content.decode()
    assert client.post(QUIZ, {"event_id": str(uuid7()), "submit": "1"}).status_code == 503
    assert client.post(f"{QUIZ}start/", {"event_id": str(uuid7())}).status_code == 503
    assert client.get("/learn/").status_code == client.get(LESSON).status_code == 200
    assert "100\u00a0%" in client.get(COURSE).content.decode()


def test_a_page_taken_out_mid_attempt_can_still_be_finished(as_, wanjiru, enrolment, now):

    from assessments.quiz.models import QuizPage
    from lms.learning.progress.enrolments import corrections
    from tests.releasing import release_waiting

    client = as_(wanjiru)
    client.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
    QuizPage.objects.get(slug="trafficking-quiz").unpublish()
    release_waiting()
    corrections.move(now=now)

    assert "You may finish what you began" in client.get(QUIZ).content.decode()
    attempt = Attempt.objects.get()
    response = client.post(f"{QUIZ}?attempt=1", {"event_id": str(uuid7()), **wrong_answers(attempt)})
    assert response.status_code == 302
    assert "Not passed" in client.get(QUIZ).content.decode()


def test_a_course_unpublished_mid_way_goes_on_for_who_is_in_it(as_, wanjiru, enrolment, course_page):

    from tests.releasing import release_waiting

    course_page.unpublish()
    release_waiting()

    client = as_(wanjiru)
    assert client.get(LESSON).status_code == 200
    assert client.post(LESSON, {"event_id": str(uuid7()), "done": "1"}).status_code == 302


def test_all_attempts_used_says_so_and_begins_none(as_, wanjiru, enrolment, now):
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    client = as_(wanjiru)
    for _number in range(2):
        attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
        services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)

    page = client.get(QUIZ).content.decode()
    assert "You have used all attempts" in page and "/start/" not in page
    refused = client.post(f"{QUIZ}start/", {"event_id": str(uuid7())}, follow=True)
    assert "Ask your instructor" in refused.content.decode()
    assert Attempt.objects.count() == 2
    assert "Attempt 1</a>: 0\u00a0% · not passed" in page


def test_one_is_greeted_by_the_hour(now):
    assert [greeting("Wanjirũ", now.replace(hour=hour)) for hour in (8, 13, 20)] == [
        "Good morning, Wanjirũ",
        "Good afternoon, Wanjirũ",
        "Good evening, Wanjirũ",
    ]

"""The whole way of a cadet through a course, as a browser without JavaScript goes it."""

import re

from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User
from tests.builders import right_options
from tests.conftest import PASSWORD


def hidden(html: str, form: str = "") -> dict[str, str]:
    """The hidden fields of the form whose markup contains `form` (or of the last one)."""
    forms = [found for found in re.findall(r"<form.*?</form>", html, re.S) if form in found]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', forms[-1]))


def test_signs_in_reads_checks_sits_the_quiz_and_sees_the_result(client, enrolment):
    landed = client.post("/sign-in/", {"username": "ke-20377", "password": PASSWORD}, follow=True)
    assert landed.status_code == 200

    mine = client.get("/learn/").content.decode()
    assert "/learn/trafficking/trafficking-lesson-1/" in mine
    course = client.get("/learn/trafficking/")
    assert "What trafficking is" in course.content.decode()

    lesson = "/learn/trafficking/trafficking-lesson-1/"
    page = client.get(lesson).content.decode()
    check = hidden(page, 'name="check"')
    option = re.search(r'name="choice" value="([^"]+)"', page).group(1)
    checked = client.post(lesson, {**check, "choice": option})
    assert checked.status_code == 302 and checked["Location"] == f"{lesson}#check-{check['check']}"
    assert "About The border" in client.get(lesson).content.decode()
    done = client.post(lesson, hidden(page, 'name="done"'))
    assert done["Location"] == "/learn/trafficking/trafficking-lesson-2/"
    done = client.post(done["Location"], hidden(client.get(done["Location"]).content.decode(), 'name="done"'))

    quiz = "/learn/trafficking/trafficking-quiz/"
    assert done["Location"] == quiz
    start = hidden(client.get(quiz).content.decode(), "/start/")
    assert client.post(f"{quiz}start/", start)["Location"] == f"{quiz}?attempt=1"
    page = client.get(quiz).content.decode()
    attempt = Attempt.objects.get(activity__slug="trafficking-quiz")
    right = {f"q:{item['id']}": right_options(item) for item in attempt.form["items"]}
    first = next(iter(right))
    saved = client.post(f"{quiz}?attempt=1", {**hidden(page, "data-quiz"), first: right[first], "review": "1"})
    assert saved["Location"] == f"{quiz}?review"
    review = client.get(f"{quiz}?review").content.decode()
    assert "1 question is not answered yet" in review

    page = client.get(quiz).content.decode()
    client.post(f"{quiz}?attempt=1", {**hidden(page, "data-quiz"), **right, "review": "1"})
    review = client.get(f"{quiz}?review").content.decode()
    assert "All questions are answered." in review
    submitted = client.post(f"{quiz}?attempt=1", {**hidden(review, 'name="submit"'), "submit": "1"})
    assert submitted["Location"] == "/learn/trafficking/course/completed/"

    result = client.get(quiz).content.decode()
    assert "Passed" in result and "100\u00a0%" in result and "Because." in result
    enrolment = Enrolment.objects.get(learner=User.objects.get(service_number="KE-20377"))
    assert enrolment.status == Enrolment.Status.COMPLETED
    assert "Completed" in client.get("/learn/trafficking/").content.decode()
    assert "Finished" in client.get("/learn/").content.decode()

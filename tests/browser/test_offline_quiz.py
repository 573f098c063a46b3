"""A quiz on a phone without network: answered from a drawn form, kept, sent later, and counted as one attempt."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from assessments.questions.models import Question
from assessments.quiz.activity import Quiz
from lms.desks.offline.drawn_events import start_of
from lms.desks.offline.models import Draw
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.models import Attempt, Event
from tests.builders import right_options, same_when_rebuilt
from tests.conftest import NOW
from tests.releasing import release_waiting

pytestmark = pytest.mark.django_db(transaction=True)
QUIZ = "/learn/trafficking/trafficking-quiz/"


def drawn_items():
    return start_of(Draw.objects.get()).start.draw(Quiz())[0]["items"]


def boxes(page, item):
    return [page.locator(f'input[name="q:{item["id"]}"][value="{one}"]') for one in right_options(item)]


def test_is_answered_reopened_handed_in_and_counted_after_a_correction(kept, phone, away, enrolment):
    page, items = kept, drawn_items()
    away()
    page.goto("/learn/trafficking/")
    page.get_by_role("link", name="Quiz").click()
    expect(page.get_by_text("Without network: this page is from this phone.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for box in boxes(page, items[0]):
        box.check()
    page.get_by_role("button", name="Save answers").last.click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    page.close()

    page = phone.new_page()
    page.goto(QUIZ)
    for box in boxes(page, items[0]):
        expect(box).to_be_checked()
    assert page.locator("input[name^='q:']:checked").count() == len(right_options(items[0]))
    for box in boxes(page, items[1]):
        box.check()
    page.get_by_role("button", name="Submit answers").click()
    expect(page.get_by_text("The result comes once the site has been reached.")).to_be_visible()
    expect(page.get_by_role("button", name="Submit answers")).to_have_count(0)
    assert not Event.objects.exists()

    for question in Question.objects.all():
        question.stem = "<p>Corrected?</p>"
        question.save_revision().publish()
    release_waiting()
    corrections.move(now=NOW)
    away(False)
    page.goto("/offline/phone/")
    expect(page.get_by_text("Nothing waits.")).to_be_visible()
    attempt = Attempt.objects.get(kind="quiz")
    assert (attempt.score, attempt.passed, attempt.form["items"]) == (1.0, True, items)
    assert [event.verb for event in attempt.journal.order_by("position")] == ["initialized", "answered", "answered"]
    assert same_when_rebuilt()
    page.goto(QUIZ)
    expect(page.locator("[data-quiz-closed]")).to_be_attached()
    expect(page.get_by_text("Corrected?")).to_have_count(0)


def test_another_person_on_the_phone_sees_nothing_of_it(kept, phone, away, signs_in, abdi):
    page = kept
    away()
    page.goto(QUIZ)
    boxes(page, drawn_items()[0])[0].check()
    page.get_by_role("button", name="Save answers").last.click()
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    away(False)
    phone.clear_cookies()
    signs_in(abdi)
    page.goto("/learn/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Abdi")
    away()
    page.goto(QUIZ)
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")


def test_the_worker_is_small():
    worker = Path(settings.BASE_DIR) / "lms/desks/offline/static/offline/worker.js"
    assert len(gzip.compress(worker.read_bytes())) <= 7 * 1024

"""Sitting a quiz in a browser: the time that is left, one question after the other, checks, certainty,
a connection that goes away; what a phone holds stays there until the server has said the last word on it.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.quiz.models import QuizPage
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.releasing import release_waiting

pytestmark = pytest.mark.django_db(transaction=True)
QUIZ = "/learn/trafficking/trafficking-quiz/"
FULL = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"


@pytest.fixture
def sit(device, course, wanjiru):
    """Wanjirũ's phone in an attempt at the quiz with these settings."""

    def begin(**settings):
        quiz = QuizPage.objects.get(slug="trafficking-quiz")
        for name, value in settings.items():
            setattr(quiz, name, value)
        quiz.save_revision().publish()
        release_waiting()
        course.refresh_from_db()
        services.enrol(people=[wanjiru], course=course, now=timezone.now())
        page = device(wanjiru)
        page.goto(QUIZ)
        page.get_by_role("button", name="Start").click()
        expect(page.locator("fieldset.shown")).to_be_visible()
        return page

    return begin


def choose(page):
    page.locator("fieldset.shown .choice input:not([name^='c:'])").first.check()
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))


def test_a_checked_answer_is_explained_and_the_next_comes_with_no_way_back(sit, found_by_axe):
    page = sit(behaviour="immediate", navigation="sequential", tries=1)
    choose(page)
    page.get_by_role("button", name="Check answer").click()
    expect(page.locator(".message[role=status]")).to_have_text(re.compile("ight"))
    assert found_by_axe(page) == []
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("p[data-step]")).to_have_text("Question 2 of 2")
    expect(page.get_by_role("button", name="Previous")).to_be_disabled()
    assert Attempt.objects.get().state["at"] == 1


def test_says_how_much_time_is_left_and_submits_what_is_saved_when_it_is_up(sit):
    page = sit(limit_minutes=2)
    expect(page.get_by_role("timer")).to_have_text("2 min left")
    choose(page)
    page.clock.install()
    page.reload()
    page.clock.fast_forward(70_000)
    expect(page.locator("[data-announce]")).to_have_text(re.compile(r"^\d+ s left$"))
    page.clock.fast_forward(60_000)
    expect(page.locator(".figure")).to_be_visible()
    attempt = Attempt.objects.get()
    assert attempt.closed_at is not None and len(attempt.state["responses"]) >= 1


def test_certainty_is_saved_with_the_answer(sit, found_by_axe):
    page = sit(behaviour="certainty")
    choose(page)
    page.locator("fieldset.shown").get_by_label("very sure").check()
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    assert found_by_axe(page) == []
    page.reload()
    assert list(Attempt.objects.get().state["certainty"].values()) == [3]


def test_a_page_is_turned_once_the_connection_is_back(sit):
    page = sit(per_page=1)
    page.context.set_offline(True)
    page.locator("fieldset.shown .choice input").first.check()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("[data-status]")).to_have_text("Not saved yet, will try again")
    assert Attempt.objects.get().state["responses"] == {}
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("p[data-step]")).to_have_text("Question 2 of 2")
    assert len(Attempt.objects.get().state["responses"]) == 1


def test_an_answer_is_saved_where_the_phone_has_no_room_to_keep_it(sit):
    page = sit()
    page.evaluate(FULL)
    choose(page)
    assert len(Attempt.objects.get().state["responses"]) == 1


def test_on_a_full_phone_what_was_kept_before_does_not_come_after_what_is_newer(sit):
    page = sit()
    page.context.set_offline(True)
    options = page.locator("fieldset.shown .choice input")
    options.first.check()
    expect(page.locator("[data-status]")).to_have_text("Not saved yet, will try again")
    page.evaluate(FULL)
    options.last.check()
    page.context.set_offline(False)
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    last = options.last.get_attribute("value")
    page.reload()
    page.wait_for_load_state("networkidle")
    assert last in str(Attempt.objects.get().state["responses"])


def waiting(page) -> int:
    """Return the number of answers that the phone keeps."""
    stored = (
        "Object.entries(localStorage).filter(([name]) => name.startsWith('quiz-')).flatMap(([, list]) => "
        "JSON.parse(list)).length"
    )
    return page.evaluate(stored)


def give_an_answer(page) -> None:
    page.locator("fieldset.shown .choice input").first.check()


def test_an_answer_given_after_the_attempt_ended_elsewhere_is_kept_and_the_page_says_what_became_of_it(
    sit, device, omar
):
    phone = sit()
    phone.context.set_offline(True)
    give_an_answer(phone)
    expect(phone.locator("[data-status]")).to_have_text("Not saved yet, will try again")
    assert waiting(phone) == 1
    attempt = Attempt.objects.get(kind="quiz")
    services.terminate(attempt=attempt, now=timezone.now())
    assert waiting(phone) == 1

    phone.context.set_offline(False)

    expect(phone.get_by_text("1 answer reached us after the end of this attempt")).to_be_visible()
    assert waiting(phone) == 0
    attempt.refresh_from_db()
    assert (attempt.late, attempt.undecided, attempt.state["responses"]) == (1, 1, {})
    assert Event.objects.get(verb="late").data
    staff = device(omar)
    staff.goto("/teach/late/")
    staff.get_by_role("link", name=re.compile("^Decide")).click()
    expect(staff.get_by_role("heading", name="With these answers")).to_be_visible()
    staff.get_by_label("Reason").fill("The network was down")
    staff.get_by_role("button", name="Admit and mark again").click()
    phone.reload()
    expect(phone.get_by_text("1 answer that came after the end was admitted")).to_be_visible()


def test_what_is_put_off_is_not_called_saved_and_is_sent_later(sit, settings):
    phone = sit()
    settings.ANSWERS_PER_MINUTE = 0
    refused = []
    phone.on("response", lambda response: refused.append(response) if response.status == 429 else None)
    with phone.expect_response(lambda response: response.status == 429):
        give_an_answer(phone)
    expect(phone.locator("[data-status]")).to_have_text("Not saved yet, will try again")
    assert waiting(phone) == 1
    assert Attempt.objects.get(kind="quiz").state["responses"] == {}
    assert int(refused[0].headers["retry-after"]) > 0

    settings.ANSWERS_PER_MINUTE = 300
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    assert waiting(phone) == 0
    assert len(Attempt.objects.get(kind="quiz").state["responses"]) == 1
    assert Enrolment.objects.get().seen_at is not None

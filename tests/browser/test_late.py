"""A phone that was offline, or too quick: what it holds stays there until the server has said the last word on it."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment, Event

pytestmark = pytest.mark.django_db(transaction=True)
QUIZ = "/learn/trafficking/trafficking-quiz/"
STATUS = "[data-status]"


@pytest.fixture
def phone(device, course, wanjiru):
    """Wanjirũ's, in an attempt at the quiz."""
    services.enrol(people=[wanjiru], course=course, now=timezone.now())
    page = device(wanjiru)
    page.goto(QUIZ)
    page.get_by_role("button", name="Start").click()
    expect(page.locator("fieldset.shown")).to_be_visible()
    return page


def waiting(page) -> int:
    """How many answers the phone keeps."""
    stored = (
        "Object.entries(localStorage).filter(([name]) => name.startsWith('quiz-')).flatMap(([, list]) => "
        "JSON.parse(list)).length"
    )
    return page.evaluate(stored)


def give_an_answer(page) -> None:
    page.locator("fieldset.shown .choice input").first.check()


def test_an_answer_given_after_the_attempt_ended_elsewhere_is_kept_and_the_page_says_what_became_of_it(
    device, phone, omar
):
    phone.context.set_offline(True)
    give_an_answer(phone)
    expect(phone.locator(STATUS)).to_have_text("Not saved yet, will try again")
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


def test_what_is_put_off_is_not_called_saved_and_is_sent_later(phone, settings):
    settings.ANSWERS_PER_MINUTE = 0
    refused = []
    phone.on("response", lambda response: refused.append(response) if response.status == 429 else None)
    with phone.expect_response(lambda response: response.status == 429):
        give_an_answer(phone)
    expect(phone.locator(STATUS)).to_have_text("Not saved yet, will try again")
    assert waiting(phone) == 1
    assert Attempt.objects.get(kind="quiz").state["responses"] == {}
    assert int(refused[0].headers["retry-after"]) > 0

    settings.ANSWERS_PER_MINUTE = 300
    phone.evaluate("dispatchEvent(new Event('online'))")

    expect(phone.locator(STATUS)).to_have_text(re.compile("^Saved"))
    assert waiting(phone) == 0
    assert len(Attempt.objects.get(kind="quiz").state["responses"]) == 1
    assert Enrolment.objects.get().seen_at is not None

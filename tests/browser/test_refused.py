"""What a form lacks is said by the page, beside the field and in view, not by the browser in a bubble of its own."""

import pytest
from playwright.sync_api import Page, expect

from tests.quiz.marking.conftest import asked, attempt, settings_of_quiz, submitted  # noqa: F401  fixtures
from tests.quiz.marking.test_services import contest

from .conftest import PHONE
from .test_exams import QUIZ, sitting  # noqa: F401  fixture

pytestmark = pytest.mark.django_db(transaction=True)


def refuses(page: Page, button: str, field: str, sentence: str) -> None:
    """Press the button: the page comes back, says what is wrong, and leads to the field."""
    with page.expect_navigation():
        page.locator(button).click()
    beside = page.locator(f".error:near({field}, 200)").first
    expect(beside).to_contain_text(sentence)
    expect(page.locator(field)).to_have_attribute("aria-invalid", "true")
    if page.locator(field).evaluate("field => document.activeElement !== field"):
        page.locator(f".main :focus a[href='{field}'], .main a[href='{field}']:focus").first.click()
    expect(page.locator(field)).to_be_focused()
    expect(beside).to_be_in_viewport()


def test_signing_in_and_verifying(contexts, db):
    page = contexts(viewport=PHONE).new_page()
    page.goto("/sign-in/")
    refuses(page, "main form button", "#id_username", "Enter your service number")
    page.goto("/certificates/verify/")
    refuses(page, "main form button", "#serial", "Write the number that stands on the certificate.")


def test_a_learner_at_the_door_of_an_exam(device, sitting, wanjiru):
    page = device(wanjiru)
    page.goto(QUIZ)
    refuses(page, "form[action*='/exam/'] button", "#exam-code", "Enter the code on your card.")


def test_a_marker_without_a_mark(device, attempt, asked, omar):
    contest(attempt, asked["plain"])
    page = device(omar)
    page.goto(f"/x/quiz/marking/{attempt.pk}/{asked['plain']}/")
    refuses(page, "button[name=stay]", "#percent", "Give a number from 0 to 100.")
    page.goto(f"/x/quiz/marking/contests/{attempt.pk}/{asked['plain']}/")
    page.locator("#text").fill("I looked again.")
    page.locator("main details summary").last.click()
    refuses(page, "button[name=changes]", "#percent", "Give a number from 0 to 100.")

"""Answers that are written, in a real browser: by keyboard, without JavaScript, right to left,
and left while writing.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from lms.learning.progress.models import Attempt, Event
from tests.quiz.conftest import typed_quiz  # noqa: F401  a fixture

from .conftest import LANGUAGES, PHONE
from .test_learner import tab_to

pytestmark = pytest.mark.django_db(transaction=True)
QUIZ = "/learn/words/words-quiz/"
WRITTEN = {"shorttext": "Consent", "numerical": "٥٫٠٥ m"}


@pytest.fixture
def begun(contexts, sign_in_on_the_page, wanjiru, typed_quiz):
    def begin(language: str = "en", **options) -> Page:
        wanjiru.language = language
        wanjiru.save()
        page = sign_in_on_the_page(contexts(**{"viewport": PHONE, **options}).new_page(), wanjiru)
        page.goto(QUIZ)
        page.locator("form[action$='/start/'] button").click()
        page.wait_for_selector("fieldset[id^=question-]")
        return page

    return begin


def fields_of(question: dict) -> list[tuple[str, str]]:
    """Selectors of the fields of a question, and what to write or choose in each."""
    field = f"q:{question['id']}"
    if question["kind"] != "gapfill":
        return [(f"[name='{field}']", WRITTEN[question["kind"]])]
    return [
        (f"[name='{field}:{gap}']", text)
        for gap, text in zip(question["order"]["gaps"], ("means", "purpose", "18"), strict=True)
    ]


def answer_by_keyboard(page: Page, question: dict) -> None:
    for selector, text in fields_of(question):
        tab_to(page, selector)
        page.keyboard.type(text)


@LANGUAGES
def test_is_answered_by_keyboard_one_by_one(begun, found_by_axe, language):
    page = begun(language)
    assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if language == "ar" else "ltr")
    attempt = Attempt.objects.get()
    for question in attempt.form["items"]:
        expect(page.locator(f"#question-{question['id']}")).to_be_visible()
        assert found_by_axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        answer_by_keyboard(page, question)
        tab_to(page, "[data-next]")
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.locator("dialog button[name=submit]").press("Enter")

    expect(page.locator("main")).to_contain_text(re.compile("100"))
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    attempt.refresh_from_db()
    assert attempt.score == 1.0


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_what_is_wrong_stands_beside_the_question_in_view_with_the_focus(begun, script, found_by_axe):
    page = begun(java_script_enabled=script)
    attempt = Attempt.objects.get()
    attempt.form["rules"] = {"behaviour": "immediate"}
    attempt.save()
    page.reload()
    number = next(one for one in attempt.form["items"] if one["kind"] == "numerical")["id"]
    if script:
        page.locator("[data-next]").click()
    page.locator(f"[name='q:{number}']").fill("five")
    with page.expect_navigation():
        page.locator(f"#check-{number} button").click()

    problem = page.locator(f"#error-{number}")
    expect(problem).to_have_text(re.compile("could not be read as one number.*did not use up a try"))
    expect(problem).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == f"check-{number}"
    assert page.locator(f"[name='q:{number}']").get_attribute("aria-invalid") == "true"
    attempt.refresh_from_db()
    assert attempt.state["responses"][number] == "five" and "tries" not in attempt.state
    if script:
        assert found_by_axe(page) == []
        page.locator("button[data-overview]").click()
        expect(page.locator("dialog")).to_contain_text("Write the number in digits.")
        expect(page.locator("dialog")).not_to_contain_text("All questions are answered.")
        page.locator("dialog .map a").nth(1).click()
        page.locator(f"[name='q:{number}']").fill("5")
        page.locator("button[data-overview]").click()
        expect(page.locator("dialog [data-missing]")).to_be_hidden()


def test_is_answered_without_javascript(begun):
    page = begun(java_script_enabled=False)
    attempt = Attempt.objects.get()
    for question in attempt.form["items"]:
        for selector, text in fields_of(question):
            field = page.locator(selector)
            field.select_option(label=text) if field.evaluate("field => field.tagName") == "SELECT" else field.fill(
                text
            )
    page.locator("[data-plain] button[name=review]").click()
    page.locator("button[name=submit]").click()

    expect(page.locator("main")).to_contain_text(re.compile("100"))
    attempt.refresh_from_db()
    assert attempt.score == 1.0


def first_of(attempt: Attempt, kind: str) -> dict:
    return next(question for question in attempt.form["items"] if question["kind"] == kind)


def write(page: Page, question: dict, text: str) -> None:
    """Write in the one field of a question, and stay in it."""
    page.goto(f"{QUIZ}#question-{question['id']}")
    page.reload()
    page.locator(f"[name='q:{question['id']}']").press_sequentially(text)


def responses() -> dict:
    return Attempt.objects.get().state["responses"]


def test_is_saved_while_the_writing_pauses_and_once(begun):
    page = begun()
    question = first_of(Attempt.objects.get(), "shorttext")
    write(page, question, "Cons")
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    assert responses() == {question["id"]: "Cons"}
    events = Event.objects.filter(verb="answered").count()

    page.keyboard.press("Tab")
    page.wait_for_timeout(300)

    assert Event.objects.filter(verb="answered").count() == events, "leaving the field sends nothing new"


def test_what_is_being_written_survives_a_tab_that_is_closed(begun):
    page = begun()
    question = first_of(Attempt.objects.get(), "shorttext")
    write(page, question, "Consent")
    context = page.context
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(QUIZ)

    expect(again.locator(f"[name='q:{question['id']}']")).to_have_value("Consent")
    expect(again.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    assert responses() == {question["id"]: "Consent"}


def test_what_is_being_written_survives_going_elsewhere(begun):
    page = begun()
    question = first_of(Attempt.objects.get(), "numerical")
    write(page, question, "5 m")

    page.goto("/learn/")
    page.goto(QUIZ)

    expect(page.locator(f"[name='q:{question['id']}']")).to_have_value("5 m")
    assert responses() == {question["id"]: "5 m"}

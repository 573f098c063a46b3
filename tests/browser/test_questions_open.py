"""A place in a picture, a text and ratings: by pointer and by keyboard, on a phone, in English and in Arabic."""

import re

import pytest
from playwright.sync_api import Page, expect

from lms.learning.progress.models import Attempt
from tests.questions.open import ask_them_all

from .conftest import LANGUAGES
from .test_learner import tab_to

pytestmark = pytest.mark.django_db(transaction=True)
QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def asked(course_page):
    return {kind: str(question.translation_key) for kind, question in ask_them_all(course_page).items()}


@pytest.fixture
def start(asked, enrolment, device):
    """Opens the quiz on a device: `start(viewport=PHONE)`."""

    def open_it(language: str = "en", **options) -> Page:
        page = device(enrolment.learner, language=language, **options)
        page.goto(QUIZ)
        page.locator("form[action$='/start/'] button").click()
        page.wait_for_load_state()
        return page

    return open_it


def saved(page: Page) -> dict:
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    return Attempt.objects.get().state["responses"]


def click(page: Page, across: float, down: float) -> None:
    """On the picture, at shares of its width and height."""
    box = page.locator("[data-hotspot]").bounding_box()
    page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


def test_a_click_chooses_what_the_list_names(start, asked):
    page = start()
    page.locator("[data-hotspot] img").scroll_into_view_if_needed()
    click(page, 0.15, 0.4)
    expect(page.get_by_label("The photograph")).to_be_checked()
    expect(page.locator("[data-region=photograph]")).to_have_class(re.compile("chosen"))
    click(page, 0.35, 0.65)
    expect(page.get_by_label("The stamp")).to_be_checked()
    assert page.locator("[data-region].chosen").count() == 1
    assert saved(page)[asked["hotspot"]] == ["stamp"]

    click(page, 0.8, 0.9)

    expect(page.get_by_label("Somewhere else in the picture")).to_be_checked()
    expect(page.locator("[data-mark]")).to_be_visible()
    assert page.locator("[data-region].chosen").count() == 0


def test_a_click_on_the_picture_is_enough_without_javascript(start, asked):
    page = start(java_script_enabled=False)
    picture = page.locator("input[type=image]")
    assert picture.bounding_box()["width"] == 300
    assert not page.locator("[data-hotspot]").is_visible()
    picture.click(position={"x": 120, "y": 122})
    expect(page.get_by_label("The stamp")).to_be_checked()
    assert page.url.endswith(f"#question-{asked['hotspot']}")


def test_everything_is_answered_by_keyboard(start, asked):
    page = start()
    tab_to(page, "fieldset.shown input[value=photograph]")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('[data-region=photograph]').classList.contains('chosen')")
    press(page, "[data-next]")
    tab_to(page, "fieldset.shown textarea")
    page.keyboard.type("ዕዳ፡እና፡ማስፈራራት and threats")
    page.keyboard.press("Control+a")
    page.keyboard.type("debt")
    expect(page.locator("fieldset.shown [data-words]")).to_have_text("Words: 1")
    page.locator("button[data-overview]").click()
    expect(page.locator("dialog [data-missing] li:visible")).to_have_text(re.compile("2: Write 5 to 60 words."))
    page.keyboard.press("Escape")
    tab_to(page, "fieldset.shown textarea")
    page.keyboard.press("Control+a")
    page.keyboard.type("ዕዳ፡እና፡ማስፈራራት and threats")
    expect(page.locator("fieldset.shown [data-words]")).to_have_text("Words: 5")
    press(page, "[data-next]")
    for name, point in (("a", 4), ("b", 1)):
        tab_to(page, f"fieldset.shown input[name$=':{name}']")
        for _step in range(point - 1):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
    responses = saved(page)
    page.wait_for_timeout(500)
    responses = saved(page)
    assert responses == {
        asked["hotspot"]: ["photograph"],
        asked["freetext"]: "ዕዳ፡እና፡ማስፈራራት and threats",
        asked["rating"]: {"a": 4, "b": 1},
    }


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


@LANGUAGES
def test_is_accessible_fits_and_keeps_to_the_policy(start, faults_of, language):
    page = start(language)
    refusals, found = [], []
    page.on("console", lambda message: refusals.append(message.text))
    page.reload()

    page.locator("fieldset.shown input[value=stamp]").check()
    found += faults_of(page, f"hotspot-{language}")
    page.locator("[data-next]").click()
    page.locator("fieldset.shown textarea").fill("Debt and threats against her family")
    found += faults_of(page, f"freetext-{language}")
    page.locator("[data-next]").click()
    page.locator("fieldset.shown [role=radiogroup] input[value='5']").first.check()
    found += faults_of(page, f"rating-{language}")
    page.locator("[data-next]").click()
    page.locator("dialog button[name=submit]").click()
    page.locator("[data-quiz-closed]").wait_for()
    for details in page.locator("main details").all():
        details.locator("summary").click()
    found += faults_of(page, f"result-{language}")
    assert (found, refusals) == ([], [])

"""A cadet's way on a phone: with JavaScript, without, by keyboard alone, and with a connection that goes away."""

import re

import pytest
from playwright.sync_api import Page, expect

from courses.lessons.parts import parts
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests import builders
from tests.conftest import PASSWORD

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(device, enrolment) -> Page:
    """Wanjirũ's phone, signed in, at my learning."""
    page = device(enrolment.learner)
    page.goto("/learn/")
    return page


def lessons(page: Page) -> None:
    """Read both lessons and answer the check of the first."""
    page.locator("main article .button").first.click()
    page.get_by_label("The means").check()
    page.get_by_role("button", name="Check answer").click()
    expect(page.get_by_text("Your answer is right.")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id").startswith("check-")
    page.get_by_role("button", name=re.compile("Done, next")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lesson 2")
    page.get_by_role("button", name=re.compile("Done, next")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Quiz")


@pytest.mark.parametrize("script", [True, False])
def test_a_check_with_nothing_chosen_says_so_beside_it_and_not_in_a_bubble_of_the_browser(device, enrolment, script):
    page = device(enrolment.learner, java_script_enabled=script)
    page.goto("/learn/")
    page.locator("main article .button").first.click()
    expect(page.get_by_text("Not answered yet.")).to_be_visible()
    page.get_by_role("button", name="Check answer").click()
    beside = page.locator("fieldset.check .error")
    expect(beside).to_have_text("Choose one of the answers shown, then check it.")
    expect(beside).to_be_in_viewport()
    page.locator("#open-checks a").click()
    expect(page.locator("fieldset.check")).to_be_in_viewport()
    page.get_by_role("button", name=re.compile("Done, next")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lesson 2")


def right_options(question: str) -> list[str]:
    """Ids of the right options of a question of the open attempt."""
    form = Attempt.objects.get(kind="quiz", closed_at=None).form
    return next(builders.right_options(item) for item in form["items"] if item["id"] == question)


def answer_all(page: Page) -> None:
    for fieldset in page.locator("fieldset[id^=question-]").all():
        for option in right_options(fieldset.get_attribute("id").removeprefix("question-")):
            fieldset.locator(f"input[value='{option}']").check()


def test_does_the_whole_course_and_gets_a_certificate(page, enrolment):
    lessons(page)
    page.get_by_role("button", name="Start").click()
    for _question in range(2):
        shown = page.locator("fieldset.shown")
        for option in right_options(shown.get_attribute("id").removeprefix("question-")):
            shown.locator(f"input[value='{option}']").check()
            expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Submit answers").click()
    expect(page.get_by_text("100 %").first).to_be_visible()

    page.goto("/certificates/")

    expect(page.get_by_text("What trafficking is").first).to_be_visible()
    enrolment.refresh_from_db()
    assert enrolment.status == Enrolment.Status.COMPLETED
    assert enrolment.certificate.name == "Wanjirũ wa Kamau"


def test_does_the_whole_course_without_javascript(contexts, sign_in_on_the_page, enrolment):
    page = sign_in_on_the_page(contexts(viewport=PHONE, java_script_enabled=False).new_page(), enrolment.learner)
    lessons(page)
    page.get_by_role("button", name="Start").click()
    answer_all(page)
    page.get_by_role("button", name="Review and submit").click()
    page.get_by_role("button", name="Submit answers").click()

    expect(page.get_by_text("100 %").first).to_be_visible()
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


def test_does_the_whole_course_by_keyboard_alone(contexts, enrolment):
    page = contexts(viewport=PHONE).new_page()
    page.goto("/sign-in/")
    tab_to(page, "input[name=username]")
    page.keyboard.type(enrolment.learner.service_number)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    press(page, "main form button")
    press(page, "main article a.button")
    tab_to(page, "input[name=choice]")
    page.keyboard.press("ArrowDown")
    press(page, "fieldset.check button")
    expect(page.get_by_text("Your answer is right.")).to_be_visible()
    press(page, ".pager button")
    press(page, ".pager button")
    press(page, "form[action$='/start/'] button")
    page.wait_for_selector("fieldset.shown")
    for _question in range(2):
        shown = page.locator("fieldset.shown")
        for option in right_options(shown.get_attribute("id").removeprefix("question-")):
            tab_to(page, f"fieldset.shown input[value='{option}']")
            page.keyboard.press("Space")
        tab_to(page, "[data-next]")
        page.keyboard.press("Enter")
    press(page, "dialog button[name=submit]")

    expect(page.get_by_text("100 %").first).to_be_visible()


def press(page: Page, selector: str) -> None:
    """Go to a link or button by keyboard, use it, and wait for the page it leads to."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab, or an arrow inside a group of radio buttons, until the element has the focus."""
    for _step in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        grouped = page.evaluate(
            "selector => { const here = document.activeElement, there = document.querySelector(selector);"
            " return here.type === 'radio' && there && here.name === there.name; }",
            selector,
        )
        page.keyboard.press("ArrowDown" if grouped else "Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_what_a_form_says_of_a_mistake_has_the_focus(contexts, enrolment, script):
    page = contexts(viewport=PHONE, java_script_enabled=script).new_page()
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(enrolment.learner.service_number)
    page.locator("input[name=password]").fill("not the password")
    with page.expect_navigation():
        page.locator("main form button").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()


def test_loses_no_answer_when_the_connection_and_the_tab_go_away(page, enrolment):
    lessons(page)
    page.get_by_role("button", name="Start").click()
    shown = page.locator("fieldset.shown")
    question = shown.get_attribute("id").removeprefix("question-")
    chosen = right_options(question)[0]
    page.context.set_offline(True)
    shown.locator(f"input[value='{chosen}']").check()
    expect(page.locator("[data-status]")).to_have_text("Not saved yet, will try again")
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)

    expect(again.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    attempt = Attempt.objects.get(kind="quiz")
    assert attempt.state["responses"][question] == [chosen]
    assert Event.objects.filter(attempt=attempt, verb="answered").count() == 1


def test_resumes_on_another_device(device, page, enrolment):
    lessons(page)
    page.get_by_role("button", name="Start").click()
    shown = page.locator("fieldset.shown")
    question = shown.get_attribute("id").removeprefix("question-")
    chosen = right_options(question)[0]
    shown.locator(f"input[value='{chosen}']").check()
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))

    other = device(enrolment.learner)
    other.goto(page.url)

    assert other.locator(f"#question-{question} input[value='{chosen}']").is_checked()


TABLE = (
    '<div class="scroll" role="region" aria-label="Compared" tabindex="0"><table class="table"><caption>Compared in '
    "two columns</caption>"
    '<thead><tr><td></td><th scope="col">Smuggling of migrants</th><th scope="col">Trafficking in '
    "persons</th></tr></thead>"
    "<tbody>{rows}</tbody></table></div>"
)
ROW = (
    "<tr><th scope='row'>Is there consent?</th><td>Usually yes, to the journey</td><td>Absent, or void because a "
    "means was used</td></tr>"
)


def test_a_card_is_one_link_and_a_table_fits_a_phone(page, enrolment):
    page.goto("/library/")
    card = page.locator("li.card").first
    address = page.url
    card.locator("a").nth(1).click()
    page.wait_for_url(lambda url: url != address and "/learn/" not in url)
    page.goto("/library/")
    card.click(position={"x": 6, "y": 6})
    page.wait_for_url("**/learn/trafficking/")

    html = "".join(part.html for part in parts("a table", TABLE.format(rows=9 * ROW)))
    page.evaluate("html => { document.querySelector('main').innerHTML = `<div class='prose'>${html}</div>`; }", html)
    table = page.locator(".scroll")
    assert table.evaluate("one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]") == [0, 0]
    cell = table.locator("td[data-label]").nth(1)
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == '"Trafficking in persons"'
    assert cell.bounding_box()["width"] > 250 and table.locator("caption").bounding_box()["width"] > 250
    page.set_viewport_size(DESKTOP)
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == "none"


def test_a_cold_first_lesson_is_small(device, contexts, enrolment, downloads):
    page = device(enrolment.learner)
    page.goto("/learn/")
    address = page.locator("main article .button").first.get_attribute("href")
    cold = contexts(viewport=PHONE)
    cold.add_cookies(page.context.cookies())
    fresh = cold.new_page()
    seen = downloads(fresh)

    fresh.goto(address, wait_until="networkidle")

    assert len(seen) <= 6, seen
    assert sum(size for _url, size in seen) <= 60_000, seen
    assert sum(size for url, size in seen if ".js" in url) <= 15_000

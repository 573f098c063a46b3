"""One course from its first word to its end, by pages alone, by three people: an editor writes it and hands it in, a
reviewer releases and closes it, a translator brings it into French.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from courses.models import Course
from home.models import HomePage
from tests.courses.french import above_in_french
from tests.courses.test_dashboard import limited

from .conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)
GIFT = "::A::Which element is the means? {=Deception ~Border}\n\n::B::Is exploitation the purpose? {TRUE}\n"
TITLE, WHY = "Debt bondage", "The law is repealed"


def insert(page: Page, stream: str, kind: str = "") -> None:
    """Insert a block at the end of a stream; its `kind` is asked where there are several."""
    page.locator(f"#{stream}-root > [data-streamfield-stream-container] > div > button.c-sf-add-button").last.click()
    if kind:
        page.get_by_role("option", name=kind, exact=True).click()


def write_lesson(page: Page, title: str, text: str) -> None:
    """Fill in a lesson of one text and a knowledge check."""
    page.locator("input[name=title]").fill(title)
    insert(page, "body", "Text")
    page.locator("#body-root .public-DraftEditor-content").click()
    page.keyboard.type(text)
    insert(page, "body", "Knowledge check")
    page.locator("[name='body-1-value-stem']").fill("Does consent excuse it?")
    for number, option in enumerate(("Yes", "No")):
        page.locator(f"[name='body-1-value-options-{number}-value-text']").fill(option)
    page.locator("[name='body-1-value-options-1-value-right']").check()
    save(page)


def write_checklist(page: Page, title: str) -> None:
    """Fill in a checklist of one criterion of two levels."""
    page.locator("input[name=title]").fill(title)
    insert(page, "criteria")
    page.locator("[name='criteria-0-value-text']").fill("Asks for the papers")
    for number, level in enumerate(("Does not ask", "Asks in part", "Asks and looks")):
        page.locator(f"[name='criteria-0-value-levels-{number}-value-text']").fill(level)
        page.locator(f"[name='criteria-0-value-levels-{number}-value-points']").fill(str(number))
    save(page)


def to_course(page: Page) -> None:
    """Go from the first page of the admin to the pages of the course."""
    page.goto("/admin/")
    page.locator("#desk-courses-section").get_by_role("link", name=TITLE).click()


def begin(page: Page, kind: str) -> None:
    """Open the form of a new page of this kind below the course."""
    to_course(page)
    page.get_by_role("link", name="Add child page").first.click()
    page.get_by_role("link", name=kind, exact=True).click()


def choose(page: Page, action: str) -> None:
    """Choose an action of the course."""
    to_course(page)
    page.get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name=action).first.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def write(page: Page, file: str) -> None:
    """Write the course: two lessons with a check each, a checklist, a quiz of the questions of a file."""
    page.goto("/admin/")
    page.get_by_role("link", name="New course").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Summary").fill("What binds people.")
    page.get_by_role("button", name="Make the course").click()
    expect(page.get_by_text("The course is a draft.")).to_be_visible()
    for title, text in (("Debts", "A debt that grows cannot be paid."), ("Threats", "A threat binds as well.")):
        begin(page, "Lesson")
        write_lesson(page, title, text)
    begin(page, "Checklist page")
    write_checklist(page, "Checking papers")
    page.goto("/admin/")
    page.get_by_role("link", name="Import questions").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Import questions").click()
    page.get_by_role("link", name="Make a quiz of these questions").click()
    page.get_by_label("Course").select_option(label=TITLE)
    page.get_by_role("button", name="Make the quiz").click()
    expect(page.get_by_text("The quiz is a draft.")).to_be_visible()


def correct(page: Page) -> None:
    """Change a word of the first lesson, and go on to handing the course in."""
    to_course(page)
    page.get_by_role("link", name="Debts").first.click()
    words = page.locator("#body-root .public-DraftEditor-content").first
    words.click()
    expect(words).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Nobody may collect it.", delay=20)
    expect(words).to_contain_text("cannot be paid. Nobody may collect it.")
    page.wait_for_timeout(1000)  # the editor writes its field a moment after a key
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Save and hand in").click()


def translate(page: Page) -> list[str]:
    """Translate each text that waits, one page after the other, and go on to handing in; returns their addresses."""
    page.goto("/admin/")
    with page.expect_navigation():
        page.get_by_role("link", name="Next text to translate").click()
    seen: list[str] = []
    while page.url not in seen:
        seen.append(page.url)
        for field in page.locator("main textarea").all():
            source = page.locator(f"#{field.get_attribute('aria-labelledby')}").inner_text()
            field.fill(f"FR {source}")
        with page.expect_navigation():
            page.get_by_role("button", name="Keep, and the next text").click()
    page.get_by_role("button", name="Hand in for review").click()
    return seen


def hand_in(page: Page, why: str) -> None:
    page.get_by_label("Why").fill(why)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("Waiting for review")).to_be_visible()


def approve(page: Page, *words: str) -> None:
    """Read the `words` that change, then release them."""
    page.goto("/admin/")
    page.locator("#desk-waiting-section").get_by_role("link", name=TITLE).first.click()
    for text in words:
        expect(page.locator("main ins", has_text=text).first).to_be_visible()
    page.get_by_role("button", name="Approve and release for learners").click()
    expect(page.get_by_text("is published and released.")).to_be_visible()


def test_a_course_is_written_reviewed_released_corrected_translated_and_closed(
    device, site, programme_page, editor, reviewer, academy, french, tmp_path
):
    above_in_french(site, programme_page, french)
    translator = limited(academy, "KE-513", HomePage.objects.get(locale=french), "change_page")
    writing, reviewing, translating = (device(one, viewport=DESKTOP) for one in (editor, reviewer, translator))
    (tmp_path / "debt.gift").write_text(GIFT)

    write(writing, str(tmp_path / "debt.gift"))
    writing.goto("/admin/")
    writing.locator("#desk-waiting-section").get_by_role("link", name=TITLE).first.click()
    hand_in(writing, "A new course")
    approve(reviewing, TITLE, "A debt that grows", "Asks and looks", "Which element is the means?")
    course = Course.objects.get()
    assert (course.release.number, len(course.release.outline.activities)) == ("1.0", 4)

    correct(writing)
    hand_in(writing, "Clearer")
    approve(reviewing, "Nobody may collect it.")

    choose(writing, "Translate this page")
    writing.get_by_label("French").check()
    writing.get_by_label("Include subtree").check()
    writing.get_by_role("button", name="Submit").click()
    writing.locator(".messages .success").first.wait_for()
    assert len(translate(translating)) == 5
    hand_in(translating, "In French")
    approve(reviewing, "FR A debt that grows cannot be paid. Nobody may collect it.")
    course.refresh_from_db()
    assert course.release.number == "1.2" and course.open

    choose(reviewing, "Unpublish")
    reviewing.locator("[name=why]").fill(WHY)
    reviewing.get_by_role("button", name=re.compile("npublish")).click()
    expect(reviewing.locator(".messages .success")).to_be_visible()
    choose(reviewing, "History")
    expect(reviewing.locator("main")).to_contain_text(f"Closed for new enrolments: {WHY}")
    course.refresh_from_db()
    assert not course.open and course.release.number == "1.2"

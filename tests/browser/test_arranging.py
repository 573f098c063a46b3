"""Matching, ordering and classification on a phone: by keyboard alone, by mouse, by finger, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from tests.questions.arranged import QUIZ, items_of, make_quiz, right_fields

from .conftest import DESKTOP, LANGUAGES, PHONE
from .test_learner import tab_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begin(device, programme_page, wanjiru, now):
    """Opens the quiz on a device of its own and starts it: `begin(viewport=PHONE, language="ar")`."""
    services.enrol(people=[wanjiru], course=make_quiz(programme_page), now=now)

    def start(language="en", **options) -> Page:
        page = device(wanjiru, language=language, **options)
        page.goto(QUIZ)
        page.locator("form[action$='/start/'] button").click()
        page.wait_for_selector("fieldset.shown" if options.get("java_script_enabled", True) else "fieldset")
        return page

    return start


def select(page: Page, name: str) -> Locator:
    return page.locator(f"select[name='{name}']")


def of(kind: str) -> dict[str, str]:
    """What the select boxes of the question say when it is answered rightly."""
    attempt = Attempt.objects.get()
    return {
        name: value
        for name, value in right_fields(attempt).items()
        if name.split(":")[1] == items_of(attempt)[kind]["id"]
    }


def says(page: Page, fields: dict[str, str]) -> None:
    """The select boxes say `fields`, and that is saved."""
    for name, value in fields.items():
        expect(select(page, name)).to_have_value(value)
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))


def following(page: Page) -> None:
    page.locator("[data-next]").click()


def submit(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text(re.compile("^(Saved|حُفظ)"))
    following(page)
    with page.expect_navigation():
        page.locator("dialog button[name=submit]").click()


def choose_by_keyboard(page: Page, name: str, value: str) -> None:
    tab_to(page, f"select[name='{name}']")
    for _step in range(int(value)):
        page.keyboard.press("ArrowDown")
    expect(select(page, name)).to_be_focused()


def test_each_is_answered_by_keyboard_alone(begin):
    page = begin(viewport=PHONE)
    for name, value in of("matching").items():
        choose_by_keyboard(page, name, value)
    says(page, of("matching"))
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")

    places = of("ordering")
    for name, value in places.items():
        slot = page.locator("fieldset.shown [data-slot]").filter(has=select(page, name))
        slot.evaluate("slot => slot.querySelector('[data-move=\"-1\"]').id = 'here'")
        tab_to(page, "#here")
        while select(page, name).input_value() != value:
            page.keyboard.press("Enter")
            expect(page.locator("#here")).to_be_focused()
        page.locator("#here").evaluate("button => button.removeAttribute('id')")
    says(page, places)
    expect(page.locator("fieldset.shown [data-said]")).to_have_text(re.compile(r"^Place \d of 4$"))
    tab_to(page, "[data-next]")
    page.keyboard.press("Enter")

    for name, value in of("classification").items():
        page.locator("fieldset.shown").focus()
        choose_by_keyboard(page, name, value)
    says(page, of("classification"))
    submit(page)

    expect(page.get_by_text("100 %").first).to_be_visible()


def carry(page: Page, what: Locator, where: Locator) -> None:
    """Drag by mouse, in steps as a hand does."""
    what.hover()
    page.mouse.down()
    where.hover()
    where.hover(position={"x": 20, "y": 20})
    page.mouse.up()


@LANGUAGES
def test_each_is_answered_by_mouse(begin, language):
    page = begin(viewport=DESKTOP, language=language)
    for name, value in of("matching").items():
        carry(
            page,
            page.locator(f".chip[data-value='{value}']"),
            page.locator("[data-slot]").filter(has=select(page, name)),
        )
        expect(select(page, name)).to_have_value(value)
    following(page)
    for name, value in of("ordering").items():
        slots = page.locator("fieldset.shown [data-slot]")
        if select(page, name).evaluate(
            "select => [...document.querySelectorAll('.shown select')].indexOf(select) + 1"
        ) != int(value):
            carry(page, slots.filter(has=select(page, name)).locator("label"), slots.nth(int(value) - 1))
    if page.locator("[data-keep]").is_visible():
        page.locator("[data-keep]").click()
    following(page)
    for name, value in of("classification").items():
        carry(
            page,
            page.locator("[data-slot]").filter(has=select(page, name)).locator(".grip"),
            page.locator(f"[data-bin='{value}']"),
        )
        expect(page.locator(f"[data-bin='{value}']").locator(f"select[name='{name}']")).to_have_value(value)
    submit(page)

    assert Attempt.objects.get().score == 1


def test_escape_and_another_place_leave_all_as_it_was(begin):
    page = begin(viewport=PHONE)
    chip, slot = page.locator(".chip").first, page.locator("[data-slot]").first
    chip.hover()
    page.mouse.down()
    slot.hover()
    page.keyboard.press("Escape")
    page.mouse.up()
    carry(page, chip, page.locator(".question").first)

    expect(slot.locator("select")).to_have_value("")
    assert page.locator(".dragged, .over, .dragging").count() == 0


def test_a_finger_drags_at_the_grip_and_scrolls_elsewhere(begin):
    page = begin(viewport=PHONE, has_touch=True)
    following(page)
    slots, device = page.locator("fieldset.shown [data-slot]"), page.context.new_cdp_session(page)
    name, there = slots.nth(0).locator("select").get_attribute("name"), slots.nth(2)

    def touch(kind: str, x: float = 0, y: float = 0) -> None:
        device.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [] if kind == "touchEnd" else [{"x": x, "y": y}]}
        )

    def pull(where: Locator) -> None:
        where.scroll_into_view_if_needed()
        start, end = where.bounding_box(), there.bounding_box()
        touch("touchStart", start["x"] + 20, start["y"] + 20)
        for step in (0.3, 0.7, 1):
            touch("touchMove", start["x"] + 20, start["y"] + 20 + step * (end["y"] - start["y"]))
        touch("touchEnd")

    pull(slots.nth(0).locator("label"))
    expect(select(page, name)).to_have_value("")
    pull(slots.nth(0).locator(".grip"))

    expect(select(page, name)).to_have_value("3")
    expect(slots.nth(2).locator("select")).to_have_attribute("name", name)


def test_what_was_answered_and_not_sent_yet_stands_where_it_was_put(begin):
    page = begin(viewport=PHONE)
    following(page)
    page.context.set_offline(True)
    page.locator("fieldset.shown [data-move='1']").first.click()
    order = [field.get_attribute("name") for field in page.locator("fieldset.shown select").all()]
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)

    again = context.new_page()
    again.goto(address)

    expect(again.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    assert [again.locator(f"select[name='{name}']").input_value() for name in order] == ["1", "2", "3", "4"]
    assert [field.get_attribute("name") for field in again.locator("[data-arrange=order] select").all()] == order


@LANGUAGES
def test_each_is_answered_without_javascript(begin, language):
    page = begin(viewport=PHONE, language=language, java_script_enabled=False)
    assert page.locator("[data-live]:visible").count() == 0
    for name, value in right_fields(Attempt.objects.get()).items():
        select(page, name).select_option(value)
    page.locator("main button[name=review]").last.click()
    page.locator("main button[name=submit]").click()

    assert Attempt.objects.get().score == 1


@LANGUAGES
def test_is_accessible_and_fits_a_phone(begin, faults_of, language):
    page = begin(viewport=PHONE, language=language)
    refusals, found = [], []
    page.on("console", lambda message: refusals.append(message.text))

    for question in range(3):
        found += faults_of(page, f"arranging-{question}-{language}", sizes=[PHONE])
        small = page.locator("fieldset.shown :is(select, .chip, .grip, [data-move]):visible").all()
        assert [box for box in (one.bounding_box() for one in small) if min(box["width"], box["height"]) < 44] == []
        page.locator("fieldset.shown select").nth(1).select_option("2")
        page.locator("fieldset.shown select").nth(0).select_option("1")
        found += faults_of(page, f"arranged-{question}-{language}", sizes=[PHONE])
        following(page)
    with page.expect_navigation():
        page.locator("dialog button[name=submit]").click()
    found += faults_of(page, f"arranging-result-{language}", sizes=[PHONE])
    assert found == [] and not [text for text in refusals if "Content Security" in text]

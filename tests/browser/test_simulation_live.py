"""A console and seats bring themselves up to date in a real browser, and nothing that somebody does there is lost: two
consoles, a seat on two phones, a connection that is lost, and a server that is killed in the middle.
"""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.people.directory.choices import Role
from tests.conftest import make_person
from tests.simulation.conftest import case_page, course, entry, file  # noqa: F401  fixtures

from .conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "I have not finished writing this"


@pytest.fixture
def run(course, entry, academy, wanjiru, abdi, omar) -> Run:
    """A live run: two people share the seat of the investigator, one has that of the analyst."""
    now, second = timezone.now(), make_person("KE-777", "Second", academy)
    progress.enrol(people=[wanjiru, abdi, second], course=course, now=now)
    about = {"activity": entry.id, "release": course.release, "institution": academy, "mode": "live"}
    run = services.plan_run(**about, by=omar, now=now)
    for role, person in (("investigator", wanjiru), ("investigator", second), ("fiu", abdi)):
        services.seat(run=run, role=role, person=person, by=omar, now=now)
    return services.open_run(run=run, by=omar, now=now, timing=services.Timing(pace=1))


def seat_of(run: Run, person) -> str:
    return reverse("simulation:seat", args=[run.seats.get(person=person).pk])


def says(run: Run, person, text: str, to: str) -> None:
    data = {"to": [to], "text": text}
    services.record(seat=run.seats.get(person=person), verb="say", data=data, entry_id=uuid7(), now=timezone.now())


def asks(page: Page) -> None:
    """The page asks now, as it does when somebody comes back to it."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_news_comes_into_a_seat_as_it_stands(device, run, wanjiru, abdi):
    phone = device(wanjiru)
    phone.goto(seat_of(run, wanjiru))
    phone.locator("#reason-assess").fill(TEXT)
    phone.locator("[data-key=say] > summary").click()
    phone.locator("#text").focus()
    top = phone.locator("#text").bounding_box()["y"]
    says(run, abdi, "Look at the wallet", "investigator")
    asks(phone)
    expect(phone.locator("[data-key=new-message-0]")).to_contain_text("Look at the wallet")
    expect(phone.locator("#live")).to_contain_text("1 message not read")
    assert phone.locator("#reason-assess").input_value() == TEXT
    assert phone.evaluate("document.activeElement.id") == "text"
    assert phone.locator("[data-key=say]").get_attribute("open") is not None
    assert abs(phone.locator("#text").bounding_box()["y"] - top) < 4
    phone.locator("[data-key=new-message-0]").scroll_into_view_if_needed()
    expect(phone.locator("[data-key=new-message-0] form")).to_be_hidden()
    assert LogEntry.objects.filter(verb="opened", data={"message": "0"}).count() == 1


def test_a_seat_on_two_phones_keeps_what_one_writes_when_the_other_decides(device, run, wanjiru):
    one, other = device(wanjiru), device(wanjiru)
    for phone in (one, other):
        phone.goto(seat_of(run, wanjiru))
    other.locator("#reason-assess").fill(TEXT)
    one.locator("input[name=option][value=joint]").check()
    one.locator("#reason-assess").fill("We know too little.")
    one.get_by_role("button", name="Record decision").click()
    expect(one.locator("[data-key=log]")).to_contain_text("We know too little.")
    expect(one.locator("#live")).to_contain_text("Recorded.")
    asks(other)
    expect(other.locator("[data-key=log]")).to_contain_text("We know too little.")
    expect(other.locator("#decide-assess")).to_contain_text("The form is no longer open.")
    assert other.locator("#reason-assess").input_value() == TEXT
    other.locator("input[name=option][value=joint]").check()
    other.get_by_role("button", name="Record decision").click()
    expect(other.locator("[role=alert]")).to_contain_text("The decision was made before")
    expect(other.locator("[role=alert]")).to_be_focused()
    other.get_by_text("What you wrote").click()
    expect(other.locator("[role=alert]")).to_contain_text(TEXT)


def test_a_server_that_dies_after_it_recorded_something_gets_it_again_and_has_it_once(device, run, wanjiru):
    phone = device(wanjiru)
    phone.goto(seat_of(run, wanjiru))

    def dies(route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    phone.locator("[data-key=say] > summary").click()
    phone.locator("[data-key=say] input[value=fiu]").check()
    phone.locator("#text").fill("Is the wallet known?")
    phone.route(f"**{seat_of(run, wanjiru)}", dies)
    phone.get_by_role("button", name="Send", exact=True).last.click()
    expect(phone.locator("#live")).to_contain_text("Not sent. Your text is still here.")
    assert phone.locator("#text").input_value() == "Is the wallet known?"
    phone.unroute(f"**{seat_of(run, wanjiru)}")
    asks(phone)
    phone.get_by_role("button", name="Send", exact=True).last.click()
    expect(phone.locator("#live")).to_contain_text("Recorded.")
    expect(phone.locator("#text")).to_have_value("")
    assert LogEntry.objects.filter(verb="say").count() == 1


def test_an_answer_that_is_older_than_what_was_sent_does_not_replace_its_message(device, run, wanjiru):
    phone, held = device(wanjiru), []
    phone.goto(seat_of(run, wanjiru))

    def asks_meanwhile(route) -> None:
        if route.request.method == "POST":
            asks(phone)
        route.continue_()

    phone.route("**/pulse/", lambda route: held.append(route))
    phone.route(f"**{seat_of(run, wanjiru)}", asks_meanwhile)
    phone.locator("[data-key=say] > summary").click()
    phone.locator("[data-key=say] input[value=fiu]").check()
    phone.locator("#text").fill("Is the wallet known?")
    phone.get_by_role("button", name="Send", exact=True).last.click()
    expect(phone.locator("#live")).to_contain_text("Recorded.")
    with phone.expect_response("**/pulse/"):
        held.pop(0).continue_()
    phone.wait_for_timeout(500)
    expect(phone.locator("#live")).to_contain_text("Recorded.")


def test_a_lost_connection_is_said_and_what_came_meanwhile_is_there_after_it(device, run, wanjiru, abdi):
    phone = device(wanjiru)
    phone.goto(seat_of(run, wanjiru))
    phone.context.set_offline(True)
    asks(phone)
    expect(phone.locator("#live")).to_contain_text("No connection. This page may be old.")
    says(run, abdi, "While you were away", "investigator")
    phone.context.set_offline(False)
    expect(phone.locator("[data-key=new-message-0]")).to_contain_text("While you were away")
    expect(phone.locator("#live")).not_to_contain_text("No connection")


def test_two_consoles_show_what_happens_and_keep_what_is_being_written(device, run, wanjiru, academy, omar):
    colleague = make_person("KE-650", "Colleague", academy, Role.INSTRUCTOR)
    services.seat(run=run, role="excon", person=colleague, by=omar, now=timezone.now())
    one, other = device(omar, viewport=DESKTOP), device(colleague)
    for desk in (one, other):
        desk.goto(reverse("simulation:console", args=[run.pk]))
    other.locator("[data-key=inject-j13] summary").click()
    other.locator("#text-j13").fill(TEXT)
    one.get_by_role("button", name=re.compile(r"Send now\s*: j14")).click()
    expect(one.locator("[data-key=inject-j14] .pill")).to_have_text("Sent")
    says(run, wanjiru, "We are on our way", "fiu")
    for desk in (one, other):
        asks(desk)
        expect(desk.locator("#newest")).to_contain_text("We are on our way")
        expect(desk.locator("#live")).to_contain_text("We are on our way")
        expect(desk.locator("[data-key=inject-j14] .pill")).to_have_text("Sent")
    assert other.locator("#text-j13").input_value() == TEXT
    other.get_by_role("button", name=re.compile(r"Send now\s*: j13")).click()
    expect(other.locator("[data-key=inject-j13] .pill")).to_have_text("Sent")
    assert LogEntry.objects.get(verb="fire", data__inject="j13").data["text"] == TEXT
    entries, msel = one.locator("#entries").bounding_box(), one.locator("#msel").bounding_box()
    assert abs(entries["y"] - msel["y"]) < 2 and entries["x"] + entries["width"] <= msel["x"]


def test_without_scripts_there_is_a_link_to_look_again(device, run, wanjiru, abdi, omar):
    for person, where in ((wanjiru, seat_of(run, wanjiru)), (omar, reverse("simulation:console", args=[run.pk]))):
        page = device(person, java_script_enabled=False)
        page.goto(where)
        text = f"News for {person.pk}"
        says(run, abdi, text, "investigator")
        page.get_by_role("link", name="Look again").click()
        assert text in page.inner_text("main")

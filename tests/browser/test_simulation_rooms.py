"""The pages of whoever runs a simulation in one room, and what a seat’s script does, in a real browser."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from tests.simulation.conftest import case_page, course, entry, file  # noqa: F401  fixtures

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(course, entry, academy, wanjiru, abdi, omar):
    """A run in one room: two sit, one of them is there and has written something."""
    now = timezone.now()
    progress.enrol(people=[wanjiru, abdi], course=course, now=now)
    about = {"activity": entry.id, "release": course.release, "institution": academy, "name": "Group A"}
    run = services.plan_run(**about, mode="plenary", by=omar, now=now)
    seat = services.seat(run=run, role="investigator", person=wanjiru, by=omar, now=now)
    services.seat(run=run, role="fiu", person=abdi, by=omar, now=now)
    services.open_run(run=run, by=omar, now=now)
    services.mark_present(run=run, seats=[seat.pk], by=omar, now=now)
    data = {"to": ["fiu"], "text": "Good morning"}
    services.record(seat=seat, verb="say", data=data, entry_id=uuid7(), now=now, by=omar)
    return run


def address(name: str, run, *more) -> str:
    return reverse(f"simulation:{name}", args=[run.pk, *more])


def test_a_seat_is_played_behind_its_curtain_without_scripts(device, room, omar):
    page = device(omar, java_script_enabled=False)
    page.goto(address("room", room))
    page.locator(f"a[href='{address('behind', room, 'fiu')}']").click()
    assert "Report of unusual payments" not in page.inner_text("main")
    page.get_by_role("button", name="Show what this seat knows").click()
    assert "Report of unusual payments" in page.inner_text("main")
    page.get_by_label("Why", exact=True).fill("Fourteen families")
    page.locator("input[name=option]").first.check()
    page.get_by_role("button", name="Record decision").click()
    assert "Fourteen families" in page.inner_text("main")
    page.get_by_role("link", name="Close the curtain").click()
    assert page.url.endswith(address("room", room))
    assert LogEntry.objects.get(verb="decide").role == "fiu"


def test_a_card_that_was_in_view_is_noted_as_read_and_the_way_out_leaves_nothing_behind(device, room, abdi):
    page = device(abdi)
    page.goto(reverse("simulation:mine"))
    page.get_by_role("link", name="Go to your seat").click()
    button = page.get_by_text("Mark as read: Report of unusual payments").first
    button.scroll_into_view_if_needed()
    expect(button).to_be_hidden()
    assert LogEntry.objects.filter(verb="opened", data={"card": "c_wallet"}, role="fiu").count() == 1
    page.get_by_label("Search in the case file").fill("unusual")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#file ~ details[open]").first).to_be_visible()
    page.get_by_role("link", name="Quick exit").click()
    expect(page.get_by_role("heading", name="A short break")).to_be_visible()
    page.go_back()
    assert "guesthouse" not in page.url and f"seat/{Seat.objects.get(person=abdi).pk}/?q" not in page.url


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_back_shows_nothing_once_somebody_signed_out_of_a_phone_that_others_use(
    device, room, abdi, wanjiru, sign_in, scripts
):
    page = device(abdi, java_script_enabled=scripts)
    where = reverse("simulation:seat", args=[Seat.objects.get(person=abdi).pk])
    page.goto(where)
    assert "Report of unusual payments" in page.content()
    page.locator("form[action*='sign-out']").evaluate("form => form.submit()")
    page.wait_for_url(lambda address: where not in address)
    page.go_back()
    page.wait_for_load_state()
    assert "unusual" not in page.content() and "sign-in" in page.url
    sign_in(page, wanjiru).goto(where)
    assert "unusual" not in page.content()


@LANGUAGES
def test_each_of_its_pages_is_accessible_and_fits(room, omar, faults_on, language):
    behind, names = address("behind", room, "fiu"), ("console", "room", "fork")
    looks = [*(address(name, room) for name in names), behind, f"{behind}?open=1&q=a"]
    looks += [address("print", room, "investigator"), reverse("simulation:break")]
    assert faults_on([(omar, looks)], language) == []

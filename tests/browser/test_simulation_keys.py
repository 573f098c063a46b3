"""A simulation by keyboard alone, and one run whose seats read different languages, in a real browser."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from lms.learning.progress.journal import services as progress
from tests.builders import release
from tests.simulation.conftest import file  # noqa: F401  a fixture
from tests.simulation.test_languages import case_page  # noqa: F401  a fixture: in English, French and Arabic

from .test_learner import press, tab_to
from .test_simulation_journey import is_entry

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = open_folder(SHIPPED / "guesthouse").texts
ASKED = {"investigator": "assess", "fiu": "money"}


@pytest.fixture
def run(case_page, academy, wanjiru, abdi, omar) -> Run:
    now, course = timezone.now(), release(case_page.get_parent().specific)
    progress.enrol(people=[wanjiru, abdi], course=course, now=now)
    entry = course.release.outline.by_slug("guesthouse")
    about = {"activity": entry.id, "release": course.release, "institution": academy, "mode": "turns"}
    run = services.plan_run(**about, by=omar, now=now)
    services.seat(run=run, role="investigator", person=wanjiru, by=omar, now=now)
    services.seat(run=run, role="fiu", person=abdi, by=omar, now=now)
    return services.open_run(run=run, by=omar, now=now)


def where(run: Run, role: str) -> str:
    return reverse("simulation:seat", args=[Seat.objects.get(run=run, role=role).pk])


def test_is_played_and_run_by_keyboard_alone(device, run, wanjiru, omar):
    page = device(wanjiru)
    page.goto(reverse("simulation:mine"))
    press(page, "main a.button.whole")
    tab_to(page, "input[name=option][value=joint]")
    page.keyboard.press("Space")
    tab_to(page, "#reason-assess")
    page.keyboard.type("We know too little to go in.")
    enter(page, "form:has(#reason-assess) button")
    expect(page.locator("[data-key=log]")).to_contain_text("We know too little to go in.")
    open_up(page, "details:has(#request-facts) > summary")
    tab_to(page, "#request-facts")
    page.keyboard.type("Families sent money; a passport is kept.")
    enter(page, "form:has(#request-facts) button")
    open_up(page, "details:has(#card) > summary")
    tab_to(page, "input[name=to][value=fiu]")
    page.keyboard.press("Space")
    enter(page, "form:has(#card) button")
    assert [one.verb for one in LogEntry.objects.exclude(verb="opened").order_by("seq")] == ["decide", "send", "share"]
    console = device(omar)
    console.goto(reverse("simulation:console", args=[run.pk]))
    for verb, status in (("pause", "paused"), ("resume", "open")):
        enter(console, f"#clock button[value={verb}]")
        run.refresh_from_db()
        assert run.status == status


def enter(page, selector: str) -> None:
    """Sends by keyboard: the page stays, and says that it was taken."""
    tab_to(page, selector)
    with page.expect_response(is_entry):
        page.keyboard.press("Enter")
    expect(page.locator("form[aria-busy=true]")).to_have_count(0)


def open_up(page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def test_one_seat_reads_french_and_one_has_amharic_pages_for_a_case_that_has_no_amharic(
    run, wanjiru, abdi, device, faults_of
):
    """Where the case has no words in the reader’s language they are those in which it was written, and say so."""
    found = []
    for person, role, language, words in ((wanjiru, "investigator", "fr", "fr"), (abdi, "fiu", "am", "en")):
        page = device(person, language=language)
        page.goto(where(run, role))
        assert page.locator("html").get_attribute("lang") == language
        decision = TEXTS[words].of("decisions", ASKED[role])
        asked = page.locator("summary").get_by_text(decision["ask"])
        assert asked.evaluate("one => one.closest('[lang]').lang") == words
        assert page.get_by_role("heading").first.evaluate("one => one.closest('[lang]').lang") in (language, words)
        found += faults_of(page, f"simulation-seat-{language}")
        page.locator("input[name=option][value=joint], input[name=option][value=open]").check()
        page.locator(f"#reason-{ASKED[role]}").fill("አሥራ አራት ቤተሰቦች" if language == "am" else "Quatorze familles")
        page.locator(f"form:has(#reason-{ASKED[role]}) button").click()
        chosen = decision["options"]["joint" if role == "investigator" else "open"]["text"]
        expect(page.locator("[data-key=log]")).to_contain_text(chosen)
    assert found == []
    both = LogEntry.objects.filter(verb="decide").order_by("seq")
    assert [(one.role, one.data["option"]) for one in both] == [("investigator", "joint"), ("fiu", "open")]
    page = device(wanjiru, language="fr")
    page.goto(where(run, "investigator"))
    assert TEXTS["fr"].of("cards", "c_ask")["text"] in page.inner_text("main")

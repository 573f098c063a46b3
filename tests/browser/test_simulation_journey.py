"""*The guesthouse* in a real browser: whoever runs it on a desktop and seven people on phones, from plan to results."""

from contextlib import contextmanager

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, Response, expect

from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.page.recorded_paths import result_of
from assessments.simulation.runs.models import LogEntry, Run, Seat
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.casework.known import GUESTHOUSE
from tests.casework.paths import MISTAKES, path
from tests.conftest import make_person
from tests.simulation.conftest import SEATS, case_page, course, entry, file  # noqa: F401  fixtures
from tests.simulation.test_playing import moment, played

from .conftest import DESKTOP, EVERYWHERE

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "So it was decided."


@pytest.fixture
def players(academy, course, omar):
    """One for each seat, in a cohort that has the course, of which the case alone is left to do."""
    now = timezone.now()
    people = {role: make_person(f"KE-60{number}", f"Officer {role}", academy) for number, role in enumerate(SEATS)}
    cohort = Cohort.objects.create(institution=academy, name="Joint course")
    people_services.join(cohort=cohort, people=list(people.values()), now=now)
    progress.enrol(people=list(people.values()), course=course, now=now)
    for enrolment in Enrolment.objects.filter(course=course).select_related("release"):
        complete(enrolment, now=now, but="guesthouse")
    about = {"assigned_by": omar, "assigned_at": now, "touched_at": now, "status": "done"}
    Assignment.objects.create(cohort=cohort, course=course, **about)
    return people


def at(name: str, run: Run) -> str:
    return reverse(f"simulation:{name}", args=[run.pk])


def begin(page: Page, entry, players) -> Run:
    """Plans a live run, an hour of the case in a minute, seats everybody, and begins it."""
    page.goto(reverse("simulation:plan", args=[Cohort.objects.get().pk, entry.id]))
    page.locator("input[name=mode][value=live]").check()
    page.locator("main form button[type=submit]").click()
    for role in SEATS:
        page.locator(f"#role-{players[role].pk}").select_option(role)
    page.get_by_role("button", name="Give them seats").click()
    page.get_by_role("link", name="Begin the run").click()
    page.locator("input[name=hours]").fill("4")
    page.get_by_role("button", name="Begin now").click()
    expect(page.locator("#clock")).to_be_visible()
    return Run.objects.get()


def fill_in(page: Page, values: dict) -> None:
    for name, value in values.items():
        if isinstance(value, list):
            for one in value:
                page.locator(f"[name='fields-{name}'][value='{one}']").check()
            continue
        field = page.locator(f"[name='field-{name}']")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"[name='field-{name}'][value='{value}']").check()
        else:
            field.fill(value)


def form_for(page: Page, verb: str, data: dict) -> Locator:
    """The form of a seat’s page for a line of a recorded path; it may not be there."""
    if verb == "decide":
        return page.locator(f"form:has(input[name=decision][value='{data['decision']}'])")
    if verb == "share":
        return page.locator("form:has(select[name=card])")
    return page.locator(f"form:has(input[name=verb][value={verb}]):has(input[name=form][value='{data['form']}'])")


def is_entry(response: Response) -> bool:
    """Whether it answers something that was sent, other than that something was read."""
    return response.request.method == "POST" and "opened" not in (response.request.post_data or "")


@contextmanager
def answered(page: Page):
    """Wait at the end for the answer to the form sent inside: with a script the page stays, else another comes."""
    with page.expect_response(is_entry):
        yield
    page.wait_for_load_state()


def does(page: Page, line: dict) -> bool:
    """One line of a recorded path, by the page of its seat. False where the page has no form for it now."""
    page.reload()
    verb, data = line["verb"], line["data"]
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    form = form_for(page, verb, data)
    if form.count() == 0:
        return False
    if verb == "decide":
        form.locator(f"input[name=option][value='{data['option']}']").check()
        form.locator("textarea[name=reason]").fill(data.get("reason") or WORDS)
    elif verb == "send":
        fill_in(page, data["values"])
    elif verb == "share":
        form.locator("select[name=card]").select_option(data["card"])
    for name in ("relies", "to"):
        for one in data.get(name, ()):
            form.locator(f"input[name={name}][value='{one}']").check()
    answer = "accept" if data.get("accept") else "return"
    with answered(page):
        form.locator("button[type=submit]" if verb != "receive" else f"button[value={answer}]").click()
    return True


def enters(page: Page, where: str, verb: str, form: str = "form", **words: str) -> None:
    """Whoever runs it enters something by a form of the console."""
    page.goto(where)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    for field, text in words.items():
        page.locator(f"{form} [name={field}]:visible").first.fill(text)
    with answered(page):
        page.locator(f"{form} button[name=verb][value={verb}]").first.click()


def steers(page: Page, where: str) -> None:
    """Pauses and goes on; holds an inject and lets it come; gives one in other words; speaks as somebody."""
    enters(page, where, "pause")
    enters(page, where, "resume")
    held, given = (f"form:has(input[name=inject][value={one}])" for one in ("j13", "j14"))
    enters(page, where, "hold", held)
    enters(page, where, "free", held)
    enters(page, where, "fire", given, text="“They came of their own will”, says the defence.")
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    page.locator("#say input[name=to][value=prosecutor]").check()
    page.locator("#as").fill("The manager’s lawyer")
    page.locator("#say-text").fill("My client has nothing to hide.")
    with answered(page):
        page.locator("#say button").click()


def counted(page: Page, certified: int) -> None:
    """The report of the coordinator and the certificates of the cohort count those who passed."""
    page.goto(reverse("reports:completion"))
    row = page.locator("main tbody tr").first
    figures = {name: row.locator(f"td[data-label='{name}']").inner_text() for name in ("Completed", "Certified")}
    assert {name: int(text) for name, text in figures.items()} == {"Completed": certified, "Certified": certified}
    page.goto(reverse("certificates:cohort", args=[Cohort.objects.get().pk]))
    assert page.get_by_role("link", name=f"All {certified}", exact=True).count() == 1


@pytest.mark.parametrize(
    "number",
    [0, pytest.param(2, marks=pytest.mark.sweep)],
    ids=["the good path", "papers before people, phones without scripts"],
)
def test_from_the_plan_to_the_results(device, number, entry, players, omar, halima, sign_in):
    """Each kind of entry is made once by its page; the others of its kind by the service, but for `make test ALL=1`."""
    desk = device(omar, viewport=DESKTOP)
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        run = begin(desk, entry, players)
        phones = {}
        for role in SEATS:
            phones[role] = device(players[role], java_script_enabled=number == 0)
            phones[role].goto(reverse("simulation:seat", args=[Seat.objects.get(run=run, role=role).pk]))
        steers(desk, at("console", run))
        phones["prosecutor"].reload()
        for words in ("“They came of their own will”", "The manager’s lawyer", "My client has nothing to hide."):
            assert words in phones["prosecutor"].inner_text("main")
        log, missed = path(list(MISTAKES)[number]), []
        case = open_folder(SHIPPED / "guesthouse")
        _seats, refused = result_of(case.case, case.texts["en"], log)
        kinds = set()
        for line in log:
            clock.move_to(moment(now, line["at"]))
            again = (kind := (line["verb"], line["data"].get("form"))) in kinds and not EVERYWHERE
            kinds.add(kind)
            if played(run, [line], now) if again else not does(phones[line["seat"]], line):
                missed.append((line["seat"], line["verb"], line["data"]))
        assert len(missed) == len(refused), missed
        clock.move_to(moment(now, 14399))
        enters(desk, at("console", run), "finish")
        desk.wait_for_url("**/debrief/")
        clock.move_to(moment(now, 14460))
        desk.goto(at("debrief", run))
        if number:
            assert "Whom do you charge" in desk.locator("#turning").inner_text()
        with desk.expect_navigation():
            desk.get_by_role("button", name="Close the run and give the results").click()
        counted(sign_in(desk, halima), 7 - len(GUESTHOUSE.failed[number]))
    shares = {seat.role: seat.attempt.score for seat in Seat.objects.playing().select_related("attempt")}
    assert {role: round(share * 100) for role, share in shares.items()} == {
        role: known[number] for role, known in GUESTHOUSE.seats
    }
    assert Attempt.objects.filter(kind="simulation", completed_at__isnull=False).count() == 7
    assert LogEntry.objects.filter(run=run, verb="finish").count() == 1
    call_command("rebuild_progress", "--check")
    call_command("replay_runs", "--check")

"""A coordinator's and a region's jobs, each in a real browser on a phone and on a desktop, at no more clicks than they
may cost; and a figure that is reproduced a year later. Typing is not counted; every press is.
"""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from lms.desks.indicators import services as indicators
from lms.desks.indicators.counting.rules import Rules
from lms.desks.indicators.models import Snapshot
from lms.desks.notices import tasks as notices
from lms.desks.reporting.sums.refresh import refresh
from lms.desks.saved_reports import tasks
from lms.desks.saved_reports.models import Schedule
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records.services import join, transfer
from lms.people.directory.models import Cohort, User
from tests.builders import complete
from tests.conftest import make_person

from .conftest import DEVICES, LANGUAGES
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)
OVERVIEW = "/reports/"


@pytest.fixture
def officers(course, academy, neighbour_academy, ugandan_academy, halima) -> None:
    """Sixteen of Kenya and twelve of Uganda who completed, half of them women, and one who is late."""
    now = timezone.now()
    for place, number in ((academy, 8), (neighbour_academy, 8), (ugandan_academy, 12)):
        people = [
            make_person(f"{place.code or place.pk}-{one}", f"Officer {place.pk} {one}", place, sex="FM"[one % 2])
            for one in range(number)
        ]
        services.enrol(people=people, course=course, now=now - timedelta(days=40))
        for enrolment in Enrolment.objects.filter(learner__in=people).select_related("release", "course"):
            complete(enrolment, now=now - timedelta(days=20))
    late = make_person("KE-LATE", "Officer who is late", academy)
    services.enrol(people=[late], course=course, now=now - timedelta(days=40), due_at=now - timedelta(days=2))
    refresh(now=now)


def words_of(paper: object) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(paper).pages).split())


@DEVICES
class TestJobs:
    @pytest.fixture
    def coordinator(self, device, officers, halima, size) -> Callable[..., Clicks]:
        return lambda start="/start/": Clicks(device(halima, viewport=size), start)

    def test_by_academy_with_women_and_what_needs_attention(self, coordinator, academy):
        clicks = coordinator()
        clicks.press("At a glance")
        row = clicks.page.locator("#places tr", has_text=academy.name)
        expect(row).to_contain_text("8")
        expect(clicks.page.locator("#behind")).to_contain_text(f"{academy.name}: 1 overdue")
        assert clicks.number <= 1

    def test_who_stands_behind_a_figure(self, coordinator, academy):
        clicks = coordinator("/reports/dashboard/")
        clicks.press(clicks.page.locator("#places tr", has_text=academy.name).locator("td a").first)
        expect(clicks.page.locator("main")).to_contain_text("8 lines")
        expect(clicks.page.locator("main")).to_contain_text(f"Officer {academy.pk} 1")
        assert clicks.number <= 1

    def test_the_same_as_xlsx(self, coordinator):
        clicks = coordinator("/reports/completion/")
        clicks.press(clicks.page.locator("details.menu > summary", has_text="Download"))
        with clicks.page.expect_download() as begun:
            clicks.press("^XLSX$")
        assert begun.value.suggested_filename.endswith(".xlsx")
        assert clicks.number <= 2

    def test_the_same_as_pdf(self, coordinator, academy):
        clicks = coordinator("/reports/completion/?by=institution")
        clicks.press(clicks.page.locator("details.menu > summary", has_text="Download"))
        with clicks.page.expect_download() as begun:
            clicks.press("^PDF$", "button")
        text = words_of(begun.value.path())
        assert "Completion by institution" in text
        assert academy.name in text
        assert clicks.number <= 2

    def test_every_month_by_mail(self, coordinator, halima):
        clicks = coordinator("/reports/completion/?by=sex")
        clicks.press("Save or send")
        clicks.press("Schedule it", "button")
        expect(clicks.page.locator("#schedules")).to_contain_text("Every month · PDF · By mail, with the file")
        row = Schedule.objects.get()
        assert (row.person_id, row.every, row.kind, row.by) == (halima.pk, "month", "pdf", "file")
        assert clicks.number <= 4

    def test_save_a_view_and_open_it(self, coordinator):
        clicks = coordinator("/reports/completion/?by=sex")
        clicks.press("Save or send")
        clicks.press("Save the view", "button")
        clicks.press(clicks.page.locator("#views tbody a").first)
        expect(clicks.page).to_have_url(re.compile(r"/reports/completion/\?by=sex$"))
        assert clicks.number <= 3

    def test_all_certificates_of_an_intake(self, coordinator, academy):
        intake = Cohort.objects.create(institution=academy, name="Intake 2026 B")
        join(cohort=intake, people=User.objects.filter(institution=academy, sex="F"), now=timezone.now())
        clicks = coordinator(f"/teach/cohorts/{intake.pk}/")
        clicks.press("^Certificates")
        clicks.press("Files for a ceremony")
        clicks.press("Make the files", "button")
        expect(clicks.page.get_by_role("link", name="Download to print (PDF)")).to_be_visible()
        assert clicks.number <= 3

    def test_the_region_by_country_unique_people_beside_completions(self, device, officers, region, size):
        regional = make_person("EA-1", "Coordinator of the region", region, "coordinator")
        clicks = Clicks(device(regional, viewport=size), "/start/")
        clicks.press("At a glance")
        rows = clicks.page.locator("#places tbody tr")
        expect(rows).to_have_count(2)
        assert re.sub(r"\s+", " ", rows.nth(0).inner_text()).split()[-3:] == ["16", "8", "16"]
        assert clicks.number <= 1


@LANGUAGES
def test_pages_are_usable_on_a_phone(faults_on, officers, halima, region, language):
    regional = make_person("EA-1", "Coordinator of the region", region, "coordinator")
    keep = "/reports/saved/new/?of=%2Freports%2Fcompletion%2F%3Fby%3Dsex"
    assert (
        faults_on(
            [
                (halima, ["/reports/dashboard/", "/reports/saved/", keep, "/reports/completion/"]),
                (regional, ["/reports/dashboard/"]),
            ],
            language,
        )
        == []
    )


def pressed(clicks: Clicks, name: str) -> None:
    """Press a link of the bar, which stands below “More” where it has no room."""
    if not clicks.page.get_by_role("link", name=re.compile(name)).locator("visible=true").count():
        clicks.press(clicks.page.locator(".bar details.menu > summary", has_text="More"))
    clicks.press(name)


@DEVICES
def test_the_question_of_a_donor_is_answered_and_its_figure_reproduced_a_year_later(
    device, officers, halima, kenya, academy, neighbour_academy, size
):
    """Answer how many officers, women and men, of which rank, from which academy, completed what, and what they learnt,
    in three clicks. The PDF comes every month, and after a year the sealed figure and its rows are the same, though
    more people completed since, and a woman was transferred.
    """
    halima.email = "halima@example.org"
    halima.save()
    now = timezone.now()
    Enrolment.objects.filter(learner__institution=academy).update(rank_band="sergeant", score=0.8)
    rules = Rules("completed", "Officers who completed", begins="2000-01-01", by=("sex", "institution", "course"))
    indicator = indicators.define(institution=kenya, rules=rules, by=halima, now=now).indicator
    indicators.ask(indicator=indicator, as_of=now.date(), by=halima, now=now)
    seal = Snapshot.objects.get().seal

    clicks = Clicks(device(halima, viewport=size), OVERVIEW)
    clicks.press("^Officers by academy, rank and sex$")
    row = clicks.page.locator("main tbody tr", has_text=f"{academy.name} · Corporals and sergeants")
    assert re.findall(r"\d+", row.inner_text()) == ["8", "4", "4"]
    clicks.press(row.locator("td a").first)
    lines = clicks.page.locator("main tbody tr")
    expect(lines).to_have_count(8)
    expect(lines.first).to_contain_text("What trafficking is")
    expect(lines.first).to_contain_text("80 %")
    assert clicks.number <= 3

    clicks.page.go_back()
    clicks.number = 0
    clicks.press("Save or send")
    clicks.press("Schedule it", "button")
    row = Schedule.objects.get()
    assert (row.report, row.kind, row.every, row.by) == ("officers", "pdf", "month", "file")
    assert clicks.number <= 4

    with time_machine.travel(now + timedelta(days=365), tick=True):
        later = timezone.now()
        more = [make_person(f"KE-N{one}", f"New officer {one}", academy, sex="F", rank="Sergeant") for one in range(6)]
        course = Enrolment.objects.filter(learner__institution=academy).first().course
        services.enrol(people=more, course=course, now=later - timedelta(days=20))
        for enrolment in Enrolment.objects.filter(learner__in=more).select_related("release", "course"):
            complete(enrolment, now=later - timedelta(days=2))
        gone = User.objects.filter(institution=academy, sex="F", name__startswith="Officer").first()
        transfer(person=gone, to=neighbour_academy, now=later)
        refresh(now=later)
        tasks.begin_scheduled_reports()
        text = words_of(io.BytesIO(_attached(later)))
        assert "Woman Man" in text
        assert f"{academy.name} · Corporals and sergeants 14 10 4" in text

        clicks = Clicks(device(halima, viewport=size), OVERVIEW)
        pressed(clicks, "^Indicators$")
        clicks.press("^Officers who completed$")
        clicks.press(clicks.page.locator("#values tbody a").first)
        page = clicks.page
        expect(page.locator(".figure")).to_have_text("16")
        expect(page.get_by_text(seal)).to_be_visible()
        women = page.locator("main tbody tr", has_text=academy.name).filter(has_text="Woman").first
        expect(women).to_contain_text("4")
        expect(page.locator("#rows tbody tr")).to_have_count(16)
        expect(page.locator("#rows")).to_contain_text(gone.name)
        expect(page.locator("#rows")).not_to_contain_text("New officer")
        clicks.press(page.locator("#rows tbody a", has_text=f"Officer {academy.pk} 1"))
        expect(page.locator("h1")).to_contain_text(f"Officer {academy.pk} 1")


def _attached(now: datetime) -> bytes:
    """Return the file that came by mail, at the latest when quiet hours are over."""
    for later in (now, now.replace(hour=9) + timedelta(days=1)):
        with time_machine.travel(later, tick=False):
            notices.tell()
        found = [content for one in mail.outbox for _name, content, _kind in one.attachments]
        if found:
            return found[0]
    raise AssertionError("No mail with a file came.")

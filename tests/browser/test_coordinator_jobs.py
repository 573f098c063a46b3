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
from lms.people.administration.records.services import join
from lms.people.directory.models import Cohort, User
from tests.builders import complete
from tests.conftest import make_person

from .conftest import DESKTOP, LANGUAGES, PHONE
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "360"])
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


@SIZES
class TestJobs:
    @pytest.fixture
    def coordinator(self, device, officers, halima, size) -> Callable[..., Clicks]:
        return lambda start="/start/": Clicks(device(halima, viewport=size), start)

    def test_by_academy_with_women_and_what_needs_attention(self, coordinator, academy):
        clicks = coordinator()
        clicks.press("At a glance")
        row = clicks.page.locator("#places tr", has_text=academy.name)
        expect(row).to_contain_text("8")
        expect(clicks.page.locator("#attention")).to_contain_text(f"{academy.name}: 1 overdue")
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
        with clicks.page.expect_download(timeout=30_000) as begun:
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
        expect(clicks.page.get_by_role("link", name="Download to print (PDF)")).to_be_visible(timeout=30_000)
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


def test_a_figure_is_reproduced_a_year_later_with_the_rows_behind_it(device, officers, halima, kenya, course, academy):
    """Three clicks to the number of officers, women and men, by academy and course; the PDF every month; and a
    year later the same figure, though more people completed since.
    """
    halima.email = "halima@example.org"
    halima.save()
    rules = Rules("completed", "Officers who completed", begins="2026-01-01", by=("sex", "institution", "course"))
    now = timezone.now()
    indicator = indicators.define(institution=kenya, rules=rules, by=halima, now=now).indicator
    indicators.ask(indicator=indicator, as_of=now.date(), by=halima, now=now)
    value = Snapshot.objects.get()

    clicks = Clicks(device(halima, viewport=DESKTOP), "/start/")
    if not clicks.page.get_by_role("link", name="Indicators").locator("visible=true").count():
        clicks.press(clicks.page.locator(".bar details.menu > summary", has_text="More"))
    clicks.press("^Indicators$")
    clicks.page.goto(f"/reports/indicators/values/{value.pk}/")
    figures = clicks.page.locator("main table").first
    expect(figures.locator("tbody tr", has_text=academy.name).filter(has_text="Woman").first).to_contain_text("4")
    assert clicks.number <= 3

    clicks = Clicks(clicks.page, "/reports/completion/?by=institution")
    clicks.press("Save or send")
    clicks.press("Schedule it", "button")
    assert Schedule.objects.get().next_at > now

    with time_machine.travel(now + timedelta(days=365), tick=True):
        later = timezone.now()
        more = [make_person(f"KE-N{one}", f"New officer {one}", academy, sex="F") for one in range(6)]
        services.enrol(people=more, course=course, now=later - timedelta(days=20))
        for enrolment in Enrolment.objects.filter(learner__in=more).select_related("release", "course"):
            complete(enrolment, now=later - timedelta(days=2))
        refresh(now=later)
        tasks.begin_scheduled_reports()
        notices.tell()
        mails = [one for one in mail.outbox if one.attachments]
        if not mails:  # told in the night: sent when quiet hours are over
            with time_machine.travel(later.replace(hour=9) + timedelta(days=1), tick=False):
                notices.tell()
            mails = [one for one in mail.outbox if one.attachments]
        [(_name, content, _kind)] = mails[0].attachments
        assert academy.name in words_of(io.BytesIO(content))

        again = device(halima, viewport=DESKTOP)
        again.goto(f"/reports/indicators/values/{value.pk}/")
        expect(again.locator(".figure")).to_have_text("16")
        expect(again.locator("#rows")).to_contain_text(f"Officer {academy.pk} 1")
        expect(again.locator("#rows")).not_to_contain_text("New officer")
        until = datetime.date(now).isoformat()
        again.goto(f"/reports/completion/list/?state=completed&to={until}")
        expect(again.locator("main")).to_contain_text("16 lines")

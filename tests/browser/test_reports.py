"""What a coordinator reads: filters folded on a phone and open on a desktop, the gain as a chart,
a printed page that says what it is.
"""

import io
import re
import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from courses.models import Activity
from lms.desks.reporting.sums.refresh import refresh
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import right_options, wrong_options
from tests.conftest import make_person
from tests.quiz.papers import TEN, make_tests

from .conftest import DESKTOP, LANGUAGES, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
GAIN = "/reports/more/quiz_gain/"
LETTERS = (
    "one => parseFloat(getComputedStyle(one.querySelector('text')).fontSize)"
    " * one.getBoundingClientRect().width / one.viewBox.baseVal.width"
)
"""Height of the letters of a drawing, in pixels as they are shown."""


@pytest.fixture
def gained(programme_page, academy):
    """Ten learners of an academy with a long name have taken the tests before and after."""
    academy.name, academy.names = (
        "National Academy for the Training of Police Officers and Border Guards of the Coast",
        {},
    )
    academy.save()
    course, now = make_tests(programme_page), timezone.now()
    people = [
        make_person(f"KE-7{number}", f"Cadet {number}", academy, sex="FM"[number % 2]) for number in range(len(TEN))
    ]
    services.enrol(people=people, course=course, now=now)
    activities = [Activity.objects.get(titles__en=title) for title in ("Before", "After")]
    for pair, enrolment in zip(TEN, Enrolment.objects.order_by("pk"), strict=True):
        for activity, right in zip(activities, pair, strict=True):
            entry = enrolment.release.outline.by_id(str(activity.pk))
            attempt = services.begin(
                enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=enrolment.pk
            )
            items = enumerate(attempt.form["items"])
            data = {
                f"q:{item['id']}": (right_options if place < right else wrong_options)(item)[:1]
                for place, item in items
            }
            services.answer(attempt=attempt, data={**data, "submit": ["1"]}, event_id=uuid7(), now=now)
    return course


def test_filters_are_folded_on_a_phone_and_open_on_a_desktop_without_scripts(device, gained, halima):
    page = device(halima, java_script_enabled=False)
    for address, set_ in (
        ("/reports/?sex=F", "Sex: women"),
        (f"{GAIN}?sex=F", "Sex: Woman"),
        ("/reports/completion/list/", "none set"),
    ):
        page.set_viewport_size(PHONE)
        page.goto(address)
        summary, select = page.locator("details.asked > summary"), page.locator("details.asked select").first
        assert set_ in summary.inner_text()
        assert not select.is_visible()
        first = page.locator(".figure, main figure, table").first.bounding_box()
        assert first["y"] < PHONE["height"], "the first figure is in view"
        summary.click()
        assert select.is_visible()
        page.goto(address)
        page.set_viewport_size(DESKTOP)
        assert select.is_visible() and not summary.is_visible()
    page.locator("select[name=sex]").select_option("M")
    page.locator("details.asked button").click()
    assert "sex=M" in page.url and "Sex: men" in page.locator(".page-head").inner_text()


@LANGUAGES
def test_a_chart_by_month_is_whole_on_a_phone_and_on_a_desktop(gained, halima, device, language):
    """Each month has its name and its number on both, and nothing is scrolled to the side."""
    for place, enrolment in enumerate(Enrolment.objects.all()):
        day = timezone.now() - timedelta(days=70 * place)
        Enrolment.objects.filter(pk=enrolment.pk).update(status="completed", enrolled_at=day, completed_at=day)
    refresh(now=timezone.now())
    page = device(halima, language=language, java_script_enabled=False)
    for address, charts in (("/reports/", 1), ("/reports/more/progress/", 1), ("/reports/dashboard/", 1)):
        page.goto(address)
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            shown = [chart for chart in page.locator("figure .chart").all() if chart.is_visible()]
            assert len(shown) == charts, address
            for part in shown[0].locator("text, rect, circle, line").all():
                place = part.bounding_box()
                assert place["x"] >= 0 and place["x"] + place["width"] <= size["width"], "nothing is cut off"
            assert shown[0].evaluate(LETTERS) >= 11, "legible"
            assert overlapping(shown[0]) == [], (address, size)
        sideways = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        page.set_viewport_size(PHONE)
        assert page.evaluate(sideways) == 0


def overlapping(chart) -> list[tuple[str, str]]:
    """Words of a chart that stand on one another."""
    words = [(one.text_content().strip(), one.bounding_box()) for one in chart.locator("text").all()]
    return [
        (one, other)
        for index, (one, a) in enumerate(words)
        for other, b in words[:index]
        if one
        and other
        and min(a["x"] + a["width"], b["x"] + b["width"]) - max(a["x"], b["x"]) > 1
        and min(a["y"] + a["height"], b["y"] + b["height"]) - max(a["y"], b["y"]) > 3
    ]


@LANGUAGES
def test_the_gain_is_a_chart_and_a_table_that_everybody_can_read(gained, halima, device, faults_on, language):
    looks = [f"{GAIN}?sex=F", f"{GAIN}?by=institution", "/reports/completion/list/?sex=M"]
    assert faults_on([(halima, looks)], language) == []
    page = device(halima, language=language)
    page.goto(f"{GAIN}?by=institution")
    assert page.locator("figure circle").count() == 4, "before and after, of the academy and of all together"
    if language == "en":
        words = "35\u00a0% before, 80\u00a0% after: 45.0 points of per cent (18.6 to 71.4)"
        assert words in page.locator("figure").text_content()
    drawn = page.locator("figure svg").first.bounding_box()
    assert drawn["x"] >= 0 and drawn["x"] + drawn["width"] <= PHONE["width"] < 2 * drawn["width"]
    marks = [page.locator(f"figure circle.series-{series}").first.bounding_box()["x"] for series in (2, 1)]
    assert (marks[0] > marks[1]) is (language == "ar"), "the reader's beginning is the chart's"


@LANGUAGES
def test_a_cross_table_is_whole_on_a_phone_and_on_a_desktop(gained, halima, device, faults_on, language):
    address = "/reports/more/cross-table/?figure=assigned&rows=academy&then=rank&columns=sex"
    assert faults_on([(halima, [address, f"{address}&small=hidden"])], language) == []
    page = device(halima, language=language, java_script_enabled=False)
    page.goto(address)
    assert page.locator("main figure").first.bounding_box()["y"] < PHONE["height"], "the first figure is in view"
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        for part in page.locator("table td, table th, figure svg").all():
            if part.is_visible():
                place = part.bounding_box()
                assert place["x"] >= 0 and place["x"] + place["width"] <= size["width"], "nothing is cut off"
    page.locator("table tfoot a").first.click()
    assert "/reports/completion/list/" in page.url


@pytest.mark.parametrize("language", ["en", *(pytest.param(one, marks=pytest.mark.sweep) for one in ("sw", "so"))])
def test_the_completion_rate_is_in_view_on_a_desktop(gained, halima, device, language):
    page = device(halima, language=language, viewport=DESKTOP)
    for address in ("/reports/", "/reports/completion/"):
        page.goto(address)
        view, column = (page.locator(".scroll:has(table)"), page.locator("table thead th").last)
        ends = [place["x"] + place["width"] for place in (column.bounding_box(), view.bounding_box())]
        assert ends[0] <= ends[1] + 1, address


def test_a_row_is_a_card_on_a_phone_and_a_printed_page_says_filters_moment_and_time_zone(device, gained, halima):
    page = device(halima)
    page.goto("/reports/completion/?sex=F&from=2020-01-01")
    row, cell = page.locator("table tbody tr").first, page.locator("table tbody td").first
    assert row.bounding_box()["width"] <= PHONE["width"] and cell.bounding_box()["width"] > 250
    assert page.locator("table tfoot th").inner_text() == "Total"
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Assigned"'
    page.set_viewport_size(DESKTOP)
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = re.sub(r"\s+", " ", reader.pages[0].extract_text())
    for words in (
        "Completion by institution",
        "Africa/Nairobi (UTC+03:00)",
        "since 1 January 2020",
        "Sex: women",
        "Total",
    ):
        assert words in text
    assert "Show" not in text, "the form is not printed"
    for address, heading in (("/reports/completion/", "rate"), ("/reports/completion/list/", "Certified")):
        page.goto(address)
        paper = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages[0]
        assert found_at(paper)[heading] < float(paper.mediabox.width) - 30, "the last column is on the paper"


def found_at(paper) -> dict[str, float]:
    """How far from the left edge of the paper each text begins, in points."""
    places = {}

    def note(text, matrix, text_matrix, *_rest):
        places[unicodedata.normalize("NFKC", text).strip()] = text_matrix[4] * matrix[0] + matrix[4]

    paper.extract_text(visitor_text=note)
    return places

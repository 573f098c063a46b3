"""Nothing is squeezed, cut or pushed aside: long names in the bar, cells with several parts, numbers, long tables."""

import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quiz.models import QuizPage
from certificates.models import Certificate
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.conftest import make_person
from tests.pictures.newcomers import ACADEMY, NAME

from .conftest import DESKTOP, LANGUAGES, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
OUTSIDE = """cells => cells.flatMap((cell) => {
  const room = cell.getBoundingClientRect();
  return [...cell.children].map((part) => [part.textContent.trim(), part.getBoundingClientRect()])
    .filter(([, box]) => box.left < room.left - 1 || box.right > room.right + 1).map(([text]) => text);
})"""
LINES_OF_TEXT = """link => { const range = document.createRange(); range.selectNodeContents(link);
  return new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.bottom))).size; }"""
LINES = "part => part.getClientRects().length"


@pytest.fixture
def people(academy):
    """Thirty people, each with a name that nearly fills a line."""
    return [make_person(f"KE-{number}", f"Cadet {number} of the coast", academy) for number in range(20500, 20530)]


def test_the_bar_keeps_its_places_beside_the_longest_names(device, academy):
    Institution.objects.filter(pk=academy.pk).update(name=ACADEMY, names={})
    omar = make_person("KE-77", NAME, academy, "instructor")
    page = device(omar, viewport=DESKTOP)
    page.goto("/teach/")
    for width in (DESKTOP["width"], 1160):
        page.set_viewport_size({**DESKTOP, "width": width})
        bar = page.locator(".bar").bounding_box()
        parts = [part.bounding_box() for part in page.locator(".brand, .destinations > *, .bar > .menu").all()]
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert all(part["height"] <= bar["height"] for part in parts)
        assert all(one["x"] + one["width"] <= other["x"] for one, other in itertools.pairwise(parts))
        assert [link.evaluate(LINES_OF_TEXT) for link in page.locator(".destinations > a").all()] == [1] * 5


@LANGUAGES
def test_several_attempts_stand_one_below_the_other_on_a_phone(course, enrolment, wanjiru, omar, device, language):
    quiz = enrolment.release.outline.by_slug(QuizPage.objects.get().slug)
    for _number in range(2):
        attempt = services.begin(
            enrolment=enrolment, entry=quiz, event_id=uuid7(), now=timezone.now(), language="en", seed=1
        )
        services.answer(attempt=attempt, data={"submit": ["1"]}, event_id=uuid7(), now=timezone.now())
    page = device(omar, language=language)
    page.goto(f"/teach/people/{wanjiru.pk}/")
    cells = page.locator(".matrix td")
    assert page.locator(".matrix td .small").count() >= 3 and cells.evaluate_all(OUTSIDE) == []
    first, second = (page.locator(".matrix td:last-child .small").nth(place).bounding_box() for place in (0, 1))
    assert second["y"] >= first["y"] + first["height"] - 1 and first["width"] > 150


def test_a_list_is_as_high_as_its_rows_and_breaks_no_number(device, course, people, halima, omar, academy):
    services.enrol(people=people, course=course, now=timezone.now())
    page = device(halima, viewport=DESKTOP)
    page.goto("/reports/completion/list/")
    table = page.locator(".scroll").first
    assert page.locator("tbody tr").count() == len(people)
    assert table.evaluate("one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]") == [0, 0]
    numbers = page.locator("tbody th bdi:text-matches('^KE-')")
    assert numbers.count() == len(people) and {number.evaluate(LINES) for number in numbers.all()} == {1}
    page.set_viewport_size(PHONE)
    assert page.locator("tbody td").evaluate_all(OUTSIDE) == []
    note, text = page.locator("tbody td .small").first.bounding_box(), page.locator("tbody td").first.bounding_box()
    assert note["width"] > text["width"] / 4


def test_the_number_of_a_certificate_is_one_word_and_its_facts_have_room(enrolment, halima, device):
    complete(enrolment, now=timezone.now())
    serial = Certificate.objects.get().serial
    for language in ("en", "am"):
        page = device(halima, language=language)
        for address in (
            reverse("certificates:record", args=[serial]),
            reverse("certificates:verify", args=[serial]),
        ):
            page.goto(address)
            number = page.locator(".nowrap", has_text=serial).last
            assert number.inner_text() == serial and number.evaluate(LINES) == 1
            facts = page.locator(".facts").first.bounding_box()
            values = [value.bounding_box()["width"] for value in page.locator(".facts dd").all()]
            assert min(values) > facts["width"] * 0.45


def test_a_card_can_be_pressed_anywhere(device, course, academy, omar):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    page = device(omar)
    page.goto("/teach/")
    card = page.locator("li.card").bounding_box()
    with page.expect_navigation():
        page.mouse.click(card["x"] + card["width"] - 6, card["y"] + card["height"] - 6)
    assert page.url.endswith(f"/teach/cohorts/{cohort.pk}/")


def test_the_way_back_is_at_the_beginning_and_the_way_on_at_the_end(device, enrolment):
    page = device(enrolment.learner, viewport=DESKTOP)
    entries = enrolment.release.outline.activities
    for entry in entries:
        page.goto(f"/learn/{enrolment.course.slug}/{entry.slug}/")
        pager = page.locator(".pager").bounding_box()
        for back in page.locator(".pager > .back").all():
            assert abs(back.bounding_box()["x"] - pager["x"]) <= 1
        for on in page.locator(".pager > :not(.back)").all():
            box = on.bounding_box()
            assert abs(box["x"] + box["width"] - pager["x"] - pager["width"]) <= 1


def test_a_cohorts_table_does_not_scroll_within_the_page(device, course, people, omar, academy):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=people, now=timezone.now())
    services.enrol(people=people, course=course, now=timezone.now())
    assert Enrolment.objects.count() == len(people)
    page = device(omar, viewport=DESKTOP)
    page.goto(f"/teach/cohorts/{cohort.pk}/?show=all")
    table = page.locator(".scroll").first
    assert page.locator("tbody tr").count() == 25
    assert table.evaluate("one => one.scrollHeight - one.clientHeight") == 0

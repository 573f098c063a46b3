"""Figures show response beside each number, impute nothing, and tell nobody outside of few people."""

import pytest
from django.urls import reverse
from lxml import html

from lms.desks.followups import figures, services
from lms.desks.followups.models import Answer, Example, Inquiry
from tests.conftest import make_person

from .conftest import LATER, NOW, SURVEYED, USED, graduate, set_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(rule, course, academy, neighbour_academy):
    """Eight of Mlima, of whom six answered and five used it, and two women of Pwani, who did not answer."""
    for number in range(8):
        graduate(f"KE-9{number}", academy, course, sex="F" if number % 2 else "M")
    for number in range(2):
        graduate(f"KE-8{number}", neighbour_academy, course, sex="F")
    services.plan_all(now=NOW)
    services.ask_due(now=NOW)
    services.ask_due(now=LATER)
    rows = Inquiry.objects.filter(institution=academy).select_related("learner__institution").order_by("pk")
    for number, row in enumerate(rows.filter(months=3)[:6]):
        given = {**USED, "used": "no" if number == 5 else "once", "example": f"Example {number}"}
        services.answer(inquiry=row, given=given, now=LATER)
    return rows


def lines_of(viewer) -> dict[str, object]:
    found = figures.use_at_work(viewer, 3)
    return {line.label: line for lines in found.values() for line in lines}


def test_the_academy_itself_sees_all(people, amina, academy):
    line = lines_of(amina)["All"]
    assert (line.numbers.asked, line.numbers.answered, line.numbers.applied) == (8, 6, 5)
    assert line.rate == 0.75
    assert line.bounds == (5 / 8, 7 / 8)


def test_the_country_sees_no_few_people_nor_what_tells_them(people, halima, academy, neighbour_academy):
    lines = lines_of(halima)
    assert lines[str(neighbour_academy)].numbers is None
    assert lines[str(academy)].numbers is None or lines["All"].numbers is None


def test_a_hidden_line_has_one_mark_in_each_cell(people, as_, halima, neighbour_academy):
    page = html.fromstring(as_(halima).get(reverse("followups:answers")).content)
    line = next(row for row in page.xpath("//tbody/tr") if str(neighbour_academy) in row.text_content())
    assert [cell.text_content().strip() for cell in line.xpath("td")] == ["…"] * 6


def test_another_country_sees_nothing(people, ugandan_coordinator):
    assert figures.use_at_work(ugandan_coordinator, 3) == {"": [], "sex": [], "course": [], "institution": []}


def test_examples_are_read_at_the_institution_alone(people, as_, amina, halima, neighbour):
    assert Example.objects.count() == 6
    address = reverse("followups:answers")
    assert b"Example 3" in as_(amina).get(address).content
    assert b"Example 3" not in as_(halima).get(address).content


def test_surveys_count_from_five_on(people, as_, amina):
    surveys = list(people.filter(months=0)[:5])
    for row in surveys[:4]:
        services.answer(inquiry=row, given=SURVEYED, now=NOW)
    assert figures.surveys(amina) == []
    services.answer(inquiry=surveys[4], given={**SURVEYED, "practice": "4"}, now=NOW)
    ((_title, asked, answered, means),) = figures.surveys(amina)
    assert (asked, answered) == (8, 5)
    assert means == [4, 3, 2.4, 4]
    assert b"2.4" in as_(amina).get(reverse("followups:answers")).content
    assert not Answer.objects.filter(inquiry=None).exclude(marks__in=["4324", "4344"]).exists()


def test_the_page_costs_as_much_for_many(people, as_, amina, course, academy, django_assert_max_num_queries):
    browser = as_(amina)
    address = reverse("followups:answers")
    browser.get(address)
    with django_assert_max_num_queries(18):
        assert browser.get(address).status_code == 200


def test_learners_and_instructors_have_no_such_page(people, as_, wanjiru, omar):
    for person in (wanjiru, omar):
        assert as_(person).get(reverse("followups:answers")).status_code == 404


class TestTheRule:
    def test_is_set_for_an_institution_by_its_administrator(self, as_, amina, academy):
        browser, address = as_(amina), reverse("followups:place", args=[academy.pk])
        assert browser.get(address).status_code == 200
        assert browser.post(address, {"asks": "no", "confirms": "yes"}).status_code == 302
        academy.refresh_from_db()
        assert b"nobody is asked" in browser.get(reverse("followups:places")).content

    def test_not_by_somebody_of_another_one(self, as_, amina, neighbour_academy):
        assert as_(amina).get(reverse("followups:place", args=[neighbour_academy.pk])).status_code == 404

    def test_of_the_course_is_set_by_who_may_publish_it(self, as_, superuser, course):
        browser, address = as_(superuser), reverse("followups_rule", args=[course.pk])
        assert browser.get(address).status_code == 200
        assert browser.post(address, {"followups": "on"}).status_code == 302
        assert services.Rule.objects.get(course=course).followups

    def test_of_the_course_is_closed_to_others(self, as_, editor, omar, course):
        address = reverse("followups_rule", args=[course.pk])
        assert as_(omar).get(address).status_code in (302, 404)


def test_a_closed_institution_asks_no_more(people, kenya, academy, superuser):
    set_at(kenya, superuser, asks=False)
    assert services.ask_due(now=LATER.replace(year=LATER.year + 1)) == 0
    assert make_person("KE-1", "New", academy)

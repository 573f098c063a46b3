"""The numbers of the little world, on every page that counts them."""

import html
import re

import pytest

from certificates.models import Certificate
from courses.models import Course
from lms.desks.reporting.filters.scope import scope_of
from lms.foundation.plugins.report import reports
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people
from lms.people.directory.choices import REPORTING_ROLES, Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from tests.builders import complete, make_course
from tests.conftest import NOW
from tests.releasing import release_waiting

from .conftest import at, enrolled

FIGURES = ("assigned", "started", "completed", "women", "men", "overdue", "certified")
LINKS = re.compile(r'<a href="([^"]*/reports/completion/list/[^"]*)"[^>]*>([^<]*)</a>')
NUMBER = re.compile(r"\d[\d,.]*")
LINES = re.compile(r'<p class="soft">(\d+) lines?')


def rows_of(viewer: User, **params: str) -> dict[str, tuple[int, ...]]:
    """The report's figures by the heading of their row."""
    rows = reports.get("completion").rows(viewer, params, now=NOW)
    return {row.cells["group"]: tuple(row.cells[slug] for slug in FIGURES) for row in rows}


def test_the_report_counts_each_institution(world, halima):
    assert rows_of(halima) == {
        "Mlima Police Academy": (6, 5, 3, 2, 1, 2, 3),
        "Pwani Training Campus": (2, 1, 1, 0, 0, 0, 1),
    }


def test_counts_each_course_cohort_and_sex(world, halima):
    assert rows_of(halima, by="course") == {"What trafficking is": (8, 6, 4, 2, 1, 2, 4)}
    assert rows_of(halima, by="cohort") == {
        "Intake A · Mlima Police Academy": (3, 3, 2, 2, 0, 1, 2),
        "Not in a cohort of yours": (5, 3, 2, 0, 1, 1, 2),
    }
    assert rows_of(halima, by="sex") == {
        "Woman": (4, 2, 2, 2, 0, 0, 2),
        "Man": (3, 3, 1, 0, 1, 2, 1),
        "Not stated": (1, 1, 1, 0, 0, 0, 1),
    }


def test_counts_each_month_in_the_zone_of_the_viewer_s_institution(world, halima):
    """M2 completed on 30 September at 22:00 UTC, which is October in Nairobi."""
    assert rows_of(halima, by="month") == {
        "August 2026": (4, 2, 1, 0, 0, 0, 1),
        "September 2026": (1, 1, 1, 1, 0, 0, 1),
        "October 2026": (0, 1, 1, 1, 0, 1, 1),
        "November 2026": (3, 2, 1, 0, 1, 1, 1),
    }


def test_the_months_add_up_to_the_period_whatever_it_is(world, halima):
    for period in ({}, {"from": "2026-08-20"}, {"from": "2026-09-01", "to": "2026-11-02"}, {"to": "2026-08-31"}):
        by_month = rows_of(halima, by="month", **period).values()
        by_course = next(iter(rows_of(halima, by="course", **period).values()))
        assert tuple(map(sum, zip(*by_month, strict=True))) == by_course


def test_months_before_the_last_three_years_are_one_row(world, halima):
    Enrolment.objects.filter(pk=world["P1"].pk).update(enrolled_at=at(8, 3).replace(year=2019))
    found = rows_of(halima, by="month")
    assert next(iter(found)) == "Before December 2023"
    assert found["Before December 2023"][0] == 1
    assert len(found) == 1 + 36


def test_the_completion_rate_is_of_those_assigned(world, halima):
    rows = {
        row.cells["group"]: row.cells["rate"]
        for row in reports.get("completion").rows(halima, {"by": "month"}, now=NOW)
    }
    assert rows == {"August 2026": 0.75, "September 2026": 1.0, "October 2026": None, "November 2026": 0.0}


def test_filters_narrow_the_rows_of_the_report(world, halima, academy):
    assert list(rows_of(halima, institution=str(academy.pk))) == ["Mlima Police Academy"]
    assert rows_of(halima, sex="none", by="sex") == {"Not stated": (1, 1, 1, 0, 0, 0, 1)}
    assert rows_of(halima, cohort=str(world.cohorts["mlima"].pk)) == {"Mlima Police Academy": (3, 3, 2, 2, 0, 1, 2)}
    assert rows_of(halima, programme="core", course="trafficking", by="course") == {
        "What trafficking is": (8, 6, 4, 2, 1, 2, 4)
    }
    assert rows_of(halima, only="overdue", by="sex") == {"Man": (3, 3, 1, 0, 1, 2, 1)}


def test_the_units_of_an_academy_are_rows_of_their_own_and_part_of_it(world, halima, academy):
    unit = people.create_institution(name="Unit 3", kind=Kind.UNIT, parent=academy)
    Enrolment.objects.filter(pk=world["M6"].pk).update(institution=unit)
    assert {name: found[0] for name, found in rows_of(halima).items()} == {
        "Mlima Police Academy": 5,
        "Mlima Police Academy · Unit 3": 1,
        "Pwani Training Campus": 2,
    }
    assert sum(found[0] for found in rows_of(halima, institution=str(academy.pk)).values()) == 6
    assert sum(found[0] for found in rows_of(halima, institution=f"{academy.pk}-own").values()) == 5


class TestLastYearsReport:
    def test_does_not_change_with_a_promotion_or_a_transfer(self, world, halima, neighbour_academy):
        before = rows_of(halima)
        User.objects.filter(service_number="M1").update(rank="Sergeant", sex="M", institution=neighbour_academy)
        assert rows_of(halima) == before

    def test_does_not_change_when_an_institution_moves_in_the_tree(self, world, halima, kenya, academy):
        before, by_month = rows_of(halima), rows_of(halima, by="month")
        coast = people.create_institution(name="Coast", kind=Kind.ACADEMY, parent=kenya)
        people.move(institution=academy, parent=coast)
        assert (rows_of(halima), rows_of(halima, by="month")) == (before, by_month)


def test_a_revoked_certificate_certifies_nobody(world, halima):
    Certificate.objects.filter(enrolment=world["P1"]).update(revoked_at=NOW, revoked_why="Issued by mistake.")
    assert rows_of(halima)["Pwani Training Campus"] == (2, 1, 1, 0, 0, 0, 0)


def test_the_scope_is_what_enrolments_show_this_viewer(world, halima, superuser, academy):
    both = User.objects.create_user("KE-9", name="Both", institution=academy)
    people.appoint(user=both, institution=academy, role=Role.COORDINATOR)
    people.appoint(user=both, institution=academy.parent, role=Role.INSTRUCTOR)
    for viewer in (halima, superuser, both):
        visible = Enrolment.objects.visible_to(viewer, *REPORTING_ROLES)
        assert sum(found[0] for found in rows_of(viewer).values()) == visible.count()
        assert set(scope_of(viewer, language="en").places) == set(
            Institution.objects.visible_to(viewer, *REPORTING_ROLES).values_list("pk", flat=True)
        )


@pytest.mark.parametrize(
    "address",
    [
        "/reports/",
        "/reports/?from=2026-08-20&to=2026-11-02",
        "/reports/?sex=F",
        "/reports/completion/",
        "/reports/completion/?by=course&sex=none",
        "/reports/completion/?by=cohort",
        "/reports/completion/?by=sex&cohort=any",
        "/reports/completion/?by=month&from=2026-08-20&to=2026-11-02",
        "/reports/completion/?by=institution&cohort=none",
    ],
)
def test_every_figure_opens_a_list_with_as_many_lines(world, as_, halima, academy, address):
    unit = people.create_institution(name="Unit 3", kind=Kind.UNIT, parent=academy)
    Enrolment.objects.filter(pk=world["M6"].pk).update(institution=unit)
    client = as_(halima)
    found = [(html.unescape(url), text) for url, text in LINKS.findall(client.get(address).content.decode())]
    assert len(found) > 3
    for url, text in found:
        if "%" not in text and "\u00a0" not in text:
            lines = LINES.search(client.get(url).content.decode())
            assert lines is not None and lines[1] == NUMBER.search(text)[0], (url, text)


class TestTheOverview:
    def test_counts_a_person_once(self, world, as_, halima, programme_page):
        page = make_course(programme_page, slug="smuggling")
        release_waiting(NOW)
        second = Course.objects.get(pk=page.translation_key)
        complete(enrolled(world["M1"].learner, second, when=at(10, 5)), now=at(10, 20))
        cards = as_(halima).get("/reports/").context["cards"]
        assert [card.value for card in cards] == ["4", "50\u00a0%", "2"]
        assert [note.text for note in cards[0].notes] == [
            "5 completions",
            "3 this quarter",
            "1 by this day of the last quarter",
        ]
        assert [note.text for note in cards[1].notes] == ["2 women", "1 man"]

    def test_says_how_late_and_in_how_many_cohorts(self, world, as_, halima):
        """54 days and 2 days late: the median of two is the mean."""
        client = as_(halima)
        notes = client.get("/reports/").context["cards"][2].notes
        assert [note.text for note in notes] == ["in 1 cohort", "median 28 days"]
        assert len(client.get(notes[0].url).context["table"].rows) == 1

    def test_draws_the_rows_of_the_table_by_month(self, world, as_, halima):
        page = as_(halima).get("/reports/")
        drawn = [(month.column.name, month.total, month.column.parts) for month in page.context["chart"].months]
        assert drawn == [
            ("August 2026", 1, (0, 0, 1)),
            ("September 2026", 1, (1, 0, 0)),
            ("October 2026", 1, (1, 0, 0)),
            ("November 2026", 1, (0, 1, 0)),
        ]
        assert page.context["chart"].url == "/reports/completion/?by=month"
        assert 'role="img"' in page.content.decode()

    def test_is_named_after_the_place(self, world, as_, halima, academy):
        assert as_(halima).get("/reports/").context["title"] == "Training in Kenya"
        assert (
            as_(halima).get(f"/reports/?institution={academy.pk}").context["title"]
            == "Training at Mlima Police Academy"
        )

    def test_is_written_in_the_reader_s_language(self, world, as_, halima):
        client = as_(halima)
        client.cookies["django_language"] = "ar"
        page = client.get("/reports/").content.decode()
        assert 'dir="rtl"' in page
        assert re.search(r'x="\d+\.\d"', page)

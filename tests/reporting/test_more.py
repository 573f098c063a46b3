"""Reports of plugins: pages that come by themselves, for those who report,
about institutions where the plugin is on.
"""

import logging
import re
import tempfile

import pytest
from django.core.paginator import Paginator

from lms.desks.reporting.tables.question import cut
from lms.foundation.plugins.report import Row, reports
from lms.learning.progress.journal import services
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role
from tests.conftest import NOW, make_person

from .test_access import body
from .test_exports import read_csv

PLACES, PEOPLE, STUMBLE, MUTE = (f"/reports/more/tally_{name}/" for name in ("places", "people", "stumble", "mute"))
PAGES = [PLACES, f"{PLACES}csv/", f"{PLACES}xlsx/", PEOPLE, f"{PEOPLE}csv/"]


def lines(client, address: str = PLACES) -> list[list[str]]:
    return [[cell.text for cell in row] for row in client.get(address).context["table"].rows]


@pytest.mark.parametrize("address", PAGES)
class TestEveryPage:
    def test_is_there_for_those_who_report_where_the_plugin_is_on(
        self, as_, world, tally, kenya, halima, abdi, academy, superuser, omar, ugandan_coordinator, address
    ):
        tally(kenya)
        people.appoint(user=abdi, institution=academy, role=Role.ADMINISTRATOR)
        for person, status in ((halima, 200), (abdi, 200), (superuser, 200), (omar, 404), (ugandan_coordinator, 404)):
            assert as_(person).get(address).status_code == status

    def test_is_not_there_where_the_plugin_is_off(self, as_, world, tally, region, uganda, halima, superuser, address):
        assert as_(superuser).get(address).status_code == 404
        tally(region)
        tally(region, on=None)
        tally(uganda)
        assert as_(halima).get(address).status_code == 404
        assert as_(superuser).get(address).status_code == 200


class TestRows:
    def test_are_of_the_viewer_s_institutions_where_the_plugin_is_on(
        self, as_, world, tally, region, neighbour_academy, halima
    ):
        tally(region)
        assert [row[:2] for row in lines(as_(halima))] == [
            ["Mlima Police Academy", "6"],
            ["Pwani Training Campus", "2"],
        ]
        tally(neighbour_academy, on=False)
        assert [row[:2] for row in lines(as_(halima))] == [["Mlima Police Academy", "6"]]

    def test_are_the_same_for_a_built_in_report_through_the_same_door(self, world, as_, halima):
        rows = list(reports.get("completion").rows(halima, {}, now=NOW))
        assert [row.cells["group"] for row in rows] == [row[0] for row in lines(as_(halima), "/reports/completion/")]
        written = [row[0] for row in lines(as_(halima), "/reports/completion/list/")]
        assert [row.cells["name"] for row in reports.get("completion-lines").rows(halima, {}, now=NOW)] == written

    def test_are_in_plain_values_and_in_the_reader_s_words(self, as_, world, tally, academy, halima):
        tally(academy)
        client = as_(halima)
        client.cookies["django_language"] = "fr"
        row = lines(client, PEOPLE)[0]
        assert row == ["Person M1", "Oui", "lundi 3 août", "1", "fr"]
        assert read_csv(client.get(f"{PEOPLE}csv/"))[1] == ["Person M1", "Oui", "2026-08-03", "1", "fr"]


def test_a_built_in_report_has_no_second_page(as_, world, tally, halima):
    for slug in ("completion", "completion-lines", "no-such"):
        assert as_(halima).get(f"/reports/more/{slug}/").status_code == 404


class TestTheOverview:
    def test_lists_the_reports_that_are_on(self, as_, world, tally, academy, halima, ugandan_coordinator):
        tally(academy)
        page = as_(halima).get("/reports/").content.decode()
        assert "More reports" in page
        assert f'<a class="whole" href="{PLACES}">Enrolments by place</a>' in page
        assert PLACES not in as_(ugandan_coordinator).get("/reports/").content.decode()

    def test_lists_no_report_of_a_plugin_that_is_off(self, as_, world, kenya, superuser, halima):
        for plugin in ("quiz", "simulation"):
            people.switch(institution=kenya, plugin=plugin, on=False, by=superuser, now=NOW)
        page = as_(halima).get("/reports/").content.decode()
        named = ["attendance", "attendance-by-course", "attention", "certificates", "course_reviews", "cross-table"]
        named += ["figure-rows", "officers", "progress", "regular-training"]
        assert sorted(re.findall(r'href="/reports/more/([\w-]+)/"', page)) == named


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("sex=F", {"Mlima": 3, "Pwani": 1}),
            ("since=2026-11-01", {"Mlima": 2, "Pwani": 1}),
            ("named=Person+P&sex=F", {"Pwani": 1}),
        ],
    )
    def test_filters_narrow_the_report_page_and_its_csv_file(self, as_, world, tally, kenya, halima, query, expected):
        tally(kenya)
        client = as_(halima)
        assert {row[0].partition(" ")[0]: int(row[1]) for row in lines(client, f"{PLACES}?{query}")} == expected
        assert {
            row[0].partition(" ")[0]: int(row[1]) for row in read_csv(client.get(f"{PLACES}csv/?{query}"))[1:]
        } == expected

    def test_are_a_form_that_keeps_what_was_chosen_and_says_it(self, as_, world, tally, kenya, halima):
        tally(kenya)
        page = as_(halima).get(f"{PLACES}?sex=F&since=2026-08-01&named=Person").content.decode()
        assert '<option value="F" selected>women</option>' in page
        assert '<input type="date" name="since" value="2026-08-01">' in page
        assert '<input type="text" name="named" value="Person">' in page
        assert "Sex: women · Enrolled since: 1 August 2026 · Name begins with: Person" in page
        assert f"{PLACES}csv/?sex=F&amp;since=2026-08-01&amp;named=Person" in page

    def test_that_cannot_be_read_are_said_in_sentences(self, as_, world, tally, kenya, halima):
        tally(kenya)
        client = as_(halima)
        for address in (PLACES, f"{PLACES}csv/", f"{PLACES}xlsx/"):
            for query in ("sex=X", "since=yesterday", "since=2026-02-30", "course=1", "Sex=F"):
                response = client.get(f"{address}?{query}")
                assert response.status_code == 400, query
                assert "Please correct this first" in response.content.decode()

    def test_whose_words_cannot_be_read_break_as_the_report_does(self, as_, world, tally, kenya, halima):
        tally(kenya)
        for address in (MUTE, f"{MUTE}csv/"):
            response = as_(halima).get(address)
            assert (response.status_code, "This report cannot be made" in body(response)) == (503, True)

    def test_are_none_where_the_report_declares_none(self, as_, world, tally, kenya, halima):
        tally(kenya)
        assert 'class="filters"' not in as_(halima).get(PEOPLE).content.decode()
        assert as_(halima).get(f"{PEOPLE}?sex=F").status_code == 400


class TestAReportThatBreaks:
    @pytest.mark.parametrize("over", ["columns", "none", "rows", "first", "later", "cell", "date"])
    @pytest.mark.parametrize("file", ["", "xlsx/"])
    def test_is_logged_and_answers_503_while_the_rest_serves(
        self, as_, world, tally, kenya, halima, over, file, caplog, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        tally(kenya)
        client = as_(halima)
        with caplog.at_level(logging.ERROR):
            response = client.get(f"{STUMBLE}{file}?over={over}")
        assert response.status_code == 503
        assert "This report cannot be made at the moment" in body(response)
        assert [
            record
            for record in caplog.records
            if record.getMessage() == "the plugin “tally” broke: report tally_stumble" and record.exc_info
        ]
        for address in ("/reports/", PLACES):
            assert client.get(address).status_code == 200
        assert list(tmp_path.iterdir()) == [], "no half of a file is left"

    @pytest.mark.parametrize("over", ["columns", "rows", "first"])
    def test_sends_no_piece_of_a_file(self, as_, world, tally, kenya, halima, over):
        tally(kenya)
        assert as_(halima).get(f"{STUMBLE}csv/?over={over}").status_code == 503

    def test_may_refuse_a_question_and_not_know_a_thing(self, as_, world, tally, kenya, halima):
        tally(kenya)
        client = as_(halima)
        response = client.get(f"{STUMBLE}?over=question")
        assert (response.status_code, "Ask something else." in response.content.decode()) == (400, True)
        assert client.get(f"{STUMBLE}?over=theirs").status_code == 404


class TestCutting:
    @pytest.mark.parametrize(
        ("asked", "number", "first"),
        [
            (None, 1, 0),
            ("1", 1, 0),
            ("2", 2, 100),
            ("3", 3, 200),
            ("9", 3, 200),
            ("0", 3, 200),
            ("x", 1, 0),
            ("9" * 30, 1, 0),
        ],
    )
    def test_gives_the_page_that_is_asked_for(self, asked, number, first):
        page, rows, totals = cut((Row({"n": n}, total=n == 250) for n in range(251)), asked)
        assert [row.cells["n"] for row in totals] == [250]
        assert (page.number, page.paginator.count, rows[0].cells["n"]) == (number, 250, first)
        assert [row.cells["n"] for row in rows] == list(Paginator(range(250), 100).page(number).object_list)


def test_a_page_costs_the_same_statements_for_many_rows(
    as_, world, tally, academy, halima, course, django_assert_num_queries
):
    tally(academy)
    client = as_(halima)
    for number in (0, 150):
        more = [make_person(f"X-{n}", f"Extra {n:03}", academy) for n in range(number)]
        services.enrol(people=more, course=course, now=NOW)
        with django_assert_num_queries(4):
            client.get(PEOPLE)

"""Figures over tables of other rooms: their rows are narrowed, grouped and kept back by the report, not by the room."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext

from lms.desks.reporting.tables import suppression
from lms.foundation.plugins.report import FEWEST, Figure, Source, figures
from lms.foundation.plugins.runtime import activation
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people
from lms.people.directory.models import CohortMember
from tests.conftest import NOW, make_person

from .conftest import at, enrolled
from .test_exports import read_csv

PLUGIN = "tallies"
OVER = Source(lambda: Attempt.objects.order_by("-begun_at"), enrolment="enrolment")
TRIES = Figure("tallies_tries", "Tries", Q(kind="try"), "begun_at", OVER)
JOINED = Figure(
    "tallies_joined",
    "Joined a cohort",
    Q(),
    "joined_at",
    Source(CohortMember.objects.all, institution="cohort__institution"),
)
REPORT = "/reports/completion/"


def attempt(enrolment: Enrolment, *, when=NOW, number: int = 1) -> None:
    activity = enrolment.release.outline.activities[-1].id
    about = {"activity_id": activity, "release": enrolment.release, "kind": "try", "number": number}
    Attempt.objects.create(enrolment=enrolment, form={}, state={}, begun_at=when, closed_at=when, **about)


def learners(number: int, place, course, **how) -> list[Enrolment]:
    first = Enrolment.objects.count()
    named = [make_person(f"S{first + one:03}", f"Learner {first + one}", place, sex="F") for one in range(number)]
    return [enrolled(person, course, when=at(11, 2), **how) for person in named]


@pytest.fixture(autouse=True)
def _known(kenya):
    activation.know(PLUGIN, package=f"{PLUGIN}_package", on_by_default=False)
    yield
    figures.withdraw(PLUGIN)


@pytest.fixture
def on(region):
    people.switch(plugin=PLUGIN, institution=region, on=True, by=None, now=NOW)


@pytest.fixture
def tries(world, academy, neighbour_academy, ugandan_academy):
    """Six tried at Mlima, one of them twice; seven at Pwani; five at Ziwa, in Uganda."""
    register(TRIES)
    for place, number in ((academy, 6), (neighbour_academy, 7), (ugandan_academy, 5)):
        made = learners(number, place, world.course)
        for enrolment in made:
            attempt(enrolment)
        if place == academy:
            attempt(made[0], number=2, when=at(10, 5))


def register(figure: Figure) -> None:
    with activation.plugging(PLUGIN):
        figures.register(figure)


def column(client, query: str = "", label: str = "Tries", totals: bool = False) -> dict[str, str]:
    """What the report shows in that column, by group."""
    table = client.get(f"{REPORT}?{query}").context["table"]
    place = [heading.label for heading in table.headings].index(label)
    return {row[0].text: row[place].text for row in [*table.rows, *(table.totals if totals else [])]}


def headings(client, query: str = "") -> list[str]:
    table = client.get(f"{REPORT}?{query}").context["table"]
    return [heading.label for heading in table.headings]


class TestWhatIsCounted:
    def test_is_the_viewer_s(self, on, tries, as_, halima, ugandan_coordinator, academy):
        assert column(as_(halima)) == {"Mlima Police Academy": "7", "Pwani Training Campus": "7"}
        assert column(as_(ugandan_coordinator)) == {"Ziwa Police School": "5"}
        njeri = make_person("KE-9", "Njeri", academy, "coordinator")
        assert column(as_(njeri)) == {"Mlima Police Academy": "7"}

    def test_is_nothing_where_the_plugin_is_off(self, on, tries, as_, halima, superuser, neighbour_academy, region):
        people.switch(plugin=PLUGIN, institution=neighbour_academy, on=False, by=None, now=NOW)
        assert column(as_(halima)) == {"Mlima Police Academy": "7", "Pwani Training Campus": "0"}
        assert column(as_(superuser))["Pwani Training Campus"] == "0"
        people.switch(plugin=PLUGIN, institution=region, on=False, by=None, now=NOW)
        assert "Tries" not in headings(as_(halima))

    def test_the_figure_of_a_plugin_keeps_every_filter(self, on, tries, world, as_, halima, academy):
        client = as_(halima)
        assert column(client, f"institution={academy.pk}") == {"Mlima Police Academy": "7"}
        assert column(client, "sex=F") == {"Mlima Police Academy": "7", "Pwani Training Campus": "7"}
        assert set(column(client, "sex=M").values()) == {"0"}
        assert column(client, f"course={world.course.slug}")["Mlima Police Academy"] == "7"
        assert set(column(client, "cohort=any").values()) == {"0"}
        assert column(client, "cohort=none")["Mlima Police Academy"] == "7"
        assert column(client, "from=2026-11-01")["Mlima Police Academy"] == "6", "by the time of the row"

    def test_is_grouped_as_the_others_are(self, on, tries, world, as_, halima):
        client = as_(halima)
        assert column(client, "by=sex")["Woman"] == "14"
        assert list(column(client, "by=course").values()) == ["14"]
        assert column(client, "by=cohort")["Not in a cohort of yours"] == "14"
        assert column(client, "by=month&from=2026-11-01")["November 2026"] == "13"

    def test_stands_in_totals_and_files(self, on, tries, as_, halima, academy):
        client = as_(halima)
        found = column(client, f"institution={academy.pk}", totals=True)
        assert (found["Total"], found["All your institutions"]) == ("7", "14")
        head, *rows = read_csv(client.get(f"{REPORT}csv/"))
        assert [row[head.index("Tries")] for row in rows] == ["7", "7"]

    def test_is_on_the_overview_and_leads_to_no_list(self, on, tries, as_, halima):
        page = " ".join(as_(halima).get("/reports/").content.decode().split()).replace("> ", ">").replace(" <", "<")
        assert '<td class="num" data-label="Tries">7</td>' in page
        assert as_(halima).get("/reports/completion/list/?state=tallies_tries").status_code == 400

    def test_has_groups_in_which_nothing_else_was_counted(self, on, tries, as_, halima, academy):
        Attempt.objects.filter(number=2).delete()
        for enrolment in Enrolment.objects.filter(institution=academy, attempts__kind="try").distinct():
            attempt(enrolment, number=9, when=at(5, 5))
        assert column(as_(halima), "by=month")["May 2026"] == "6"


class TestRowsWithoutEnrolment:
    @pytest.fixture(autouse=True)
    def joined(self, on, world, academy, neighbour_academy):
        register(JOINED)
        for place, number in ((academy, 5), (neighbour_academy, 6)):
            cohort = people.open_cohort(institution=place, name="Intake B")
            made = [make_person(f"J{place.pk}-{one}", f"J {one}", place) for one in range(number)]
            people.join(cohort=cohort, people=made, now=NOW)
            CohortMember.objects.filter(cohort=cohort).update(joined_at=at(11, 3))

    def test_are_counted_by_institution_and_month(self, as_, halima, academy):
        client = as_(halima)
        found = column(client, "from=2026-11-01", "Joined a cohort")
        assert found == {"Mlima Police Academy": "5", "Pwani Training Campus": "6"}
        assert column(client, f"from=2026-11-01&institution={academy.pk}", "Joined a cohort") == {
            "Mlima Police Academy": "5"
        }
        assert column(client, "by=month&from=2026-11-01", "Joined a cohort") == {"November 2026": "11"}

    @pytest.mark.parametrize("query", ["by=sex", "by=course", "by=cohort", "sex=F", "cohort=any"])
    def test_are_not_asked_what_they_do_not_know(self, as_, halima, query):
        assert "Joined a cohort" not in headings(as_(halima), query)

    def test_have_no_figure_of_all_institutions_where_these_are_not_told_apart(self, as_, halima, academy):
        found = column(as_(halima), f"institution={academy.pk}", "Joined a cohort", totals=True)
        assert found["All your institutions"] == "–"


class TestSmallGroups:
    @pytest.mark.parametrize(
        ("persons", "hidden"),
        [
            ({}, set()),
            ({"a": 0, "b": 5}, set()),
            ({"a": 4, "b": 5, "c": 9}, {"a", "b"}),
            ({"a": 1, "b": 4, "c": 9}, {"a", "b", "c"}),
            ({"a": 1, "b": 1, "c": 9, "d": 9}, {"a", "b", "c"}),
            ({"a": 3}, {"a"}),
            ({None: 2, "b": 7}, {None, "b"}),
        ],
    )
    def test_are_hidden_so_that_no_total_tells_them(self, persons, hidden):
        assert suppression.hidden_groups(persons) == hidden

    def test_count_persons_and_not_rows(self, on, world, as_, halima, academy, neighbour_academy):
        register(TRIES)
        for enrolment in learners(FEWEST - 1, academy, world.course):
            for number in range(1, 6):
                attempt(enrolment, number=number)
        for enrolment in learners(FEWEST, neighbour_academy, world.course):
            attempt(enrolment)
        client = as_(halima)
        assert column(client, totals=True) == {
            "Mlima Police Academy": "–",
            "Pwani Training Campus": "–",
            "Total": "–",
        }
        page = client.get(REPORT).content.decode()
        assert "not shown for fewer than 5 persons" in page
        head, *rows = read_csv(client.get(f"{REPORT}csv/"))
        assert [row[head.index("Tries")] for row in rows] == ["", ""]

    def test_say_nothing_of_themselves_where_there_is_no_such_figure(self, world, as_, halima, monkeypatch):
        monkeypatch.delitem(figures._entries, "programmes")
        assert "not shown for fewer than" not in as_(halima).get(REPORT).content.decode()


class TestFaults:
    @pytest.mark.parametrize(
        "figure",
        [
            replace(TRIES, condition=Q(nothing=1)),
            replace(TRIES, dated="nothing"),
            replace(TRIES, source=Source(lambda: Attempt.objects.all()[:3], enrolment="enrolment__institution")),
        ],
    )
    def test_leave_the_report_whole_and_name_the_plugin(self, on, world, as_, halima, figure, caplog):
        register(figure)
        for query in ("", "by=month"):
            assert "Tries" not in headings(as_(halima), query)
        assert "the plugin “tallies” broke: figure tallies_tries" in caplog.text

    def test_of_the_database_end_no_transaction(self, on, world, as_, halima, caplog):
        """Both databases refuse it when it is asked, not before."""
        rows = Attempt.objects.annotate(bad=RawSQL("no_such_function(1)", (), output_field=IntegerField()))
        register(replace(TRIES, source=Source(lambda: rows.filter(bad=1), enrolment="enrolment")))
        assert "Tries" not in headings(as_(halima))
        assert "figure tallies_tries" in caplog.text


@pytest.mark.parametrize("slug", ["completed", "group", "talliesx"])
def test_a_plugin_takes_no_other_figure_s_place(slug):
    with pytest.raises(ValueError, match="has to be called tallies_"):
        register(replace(TRIES, slug=slug))


class TestCosts:
    def cost(self, client) -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get(REPORT)
        return sum("SAVEPOINT" not in one["sql"] for one in statements.captured_queries)

    def test_are_one_statement_for_each_figure(self, on, tries, world, as_, halima, kenya):
        few = self.cost(as_(halima))
        for number in range(4):
            place = people.create_institution(name=f"Academy {number}", kind="academy", parent=kenya)
            for enrolment in learners(8, place, world.course):
                attempt(enrolment)
        assert len(column(as_(halima))) == 6
        assert self.cost(as_(halima)) == few
        figures.withdraw(PLUGIN)
        assert self.cost(as_(halima)) == few - 1


class TestAFigureOverEnrolments:
    def test_of_a_plugin_counts_where_the_plugin_is_on(self, world, as_, halima, academy, ugandan_coordinator):
        register(Figure("tallies_late", "Due at all", Q(due_at__isnull=False), "due_at"))
        assert "Due at all" not in headings(as_(halima))
        people.switch(plugin=PLUGIN, institution=academy, on=True, by=None, now=NOW)
        found = column(as_(halima), label="Due at all")
        assert found["Mlima Police Academy"] != "0"
        assert found["Pwani Training Campus"] == "0"
        assert "Due at all" not in headings(as_(ugandan_coordinator))
        client = as_(halima)
        lines = client.get(f"{REPORT}list/?state=tallies_late").context["table"]
        assert str(len(lines.rows)) == found["Mlima Police Academy"]
        assert as_(ugandan_coordinator).get(f"{REPORT}list/?state=tallies_late").status_code == 400

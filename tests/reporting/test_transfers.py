"""Somebody is transferred while under way: both institutions' reports stay true and say so,
and what lies above them counts once.
"""

import pytest
from django.urls import reverse

from lms.desks.reporting.filters.selection import ask
from lms.desks.reporting.tables import enrolment_list
from lms.desks.reporting.tables.enrolment_list import Pages, selected
from lms.foundation.plugins.report import reports
from lms.learning.progress.models import Enrolment, Stay
from lms.people.administration.records import services as people
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from tests.builders import complete
from tests.conftest import NOW, make_person

from .conftest import at, begun
from .test_numbers import LINES, LINKS

SLUGS = ("assigned", "started", "completed", "overdue", "transferred_in", "transferred_out")
GONE = at(10, 10)
"""M4 was assigned and started in August, and leaves Mlima for Pwani on this day."""


@pytest.fixture
def moved(world, neighbour_academy):
    people.transfer(person=world["M4"].learner, to=neighbour_academy, now=GONE)
    return world


@pytest.fixture
def pwani(neighbour_academy):
    """Coordinator of the academy to which M4 comes."""
    return make_person("KE-299", "Coordinator of Pwani", neighbour_academy, Role.COORDINATOR)


@pytest.fixture
def mlima(academy):
    return make_person("KE-199", "Coordinator of Mlima", academy, Role.COORDINATOR)


def figures(viewer, **params):
    rows = reports.get("completion").rows(viewer, params, now=NOW)
    return {row.cells["group"]: tuple(row.cells[slug] for slug in SLUGS) for row in rows}


def test_the_old_academy_keeps_what_it_had_and_says_who_left(world, mlima, neighbour_academy):
    assert figures(mlima)["Mlima Police Academy"] == (6, 5, 3, 2, 0, 0)
    before = figures(mlima, to="2026-10-09")
    people.transfer(person=world["M4"].learner, to=neighbour_academy, now=GONE)

    assert figures(mlima)["Mlima Police Academy"] == (6, 5, 3, 1, 0, 1)
    after = figures(mlima, to="2026-10-09")["Mlima Police Academy"]
    assert after[:3] == before["Mlima Police Academy"][:3]
    assert after[4:] == (0, 0)


def test_the_new_academy_says_who_came_and_counts_what_they_do_there(moved, pwani, now):
    assert figures(pwani)["Pwani Training Campus"] == (2, 1, 1, 1, 1, 0)
    complete(Enrolment.objects.get(pk=moved["M4"].pk), now=at(11, 20))

    assert figures(pwani)["Pwani Training Campus"] == (2, 1, 2, 0, 1, 0)


def test_an_institution_above_both_counts_each_learner_once(moved, halima):
    assert figures(halima, by="course") == {"What trafficking is": (8, 6, 4, 2, 1, 1)}
    assert figures(halima) == {"Mlima Police Academy": (6, 5, 3, 1, 0, 1), "Pwani Training Campus": (2, 1, 1, 1, 1, 0)}
    assert figures(halima, by="sex")["Man"] == (3, 3, 1, 2, 1, 1)


def test_the_months_add_up_and_the_transfer_stands_in_its_month(moved, halima):
    by_month = figures(halima, by="month")
    assert by_month["October 2026"] == (0, 1, 1, 1, 1, 1)
    assert tuple(map(sum, zip(*by_month.values(), strict=True))) == figures(halima, by="course")["What trafficking is"]


def test_the_rate_of_whoever_came_belongs_to_where_they_are(moved, mlima, pwani):
    complete(Enrolment.objects.get(pk=moved["M4"].pk), now=at(11, 20))
    rates = [next(iter(reports.get("completion").rows(who, {}, now=NOW))).cells["rate"] for who in (mlima, pwani)]
    assert rates == [3 / 5, 2 / 3]


def test_back_again_counts_each_way_and_nobody_twice(moved, mlima, pwani, halima, academy):
    people.transfer(person=moved["M4"].learner, to=academy, now=at(11, 1))

    assert figures(mlima)["Mlima Police Academy"] == (6, 5, 3, 2, 1, 1)
    assert figures(pwani)["Pwani Training Campus"] == (2, 1, 1, 0, 1, 1)
    assert figures(halima, by="course")["What trafficking is"] == (8, 6, 4, 2, 2, 2)


def test_a_course_started_after_the_transfer_is_counted_at_the_new_institution(world, mlima, pwani, neighbour_academy):
    people.transfer(person=world["M6"].learner, to=neighbour_academy, now=at(11, 10))
    begun(Enrolment.objects.get(pk=world["M6"].pk), when=at(11, 12))

    assert figures(mlima)["Mlima Police Academy"] == (6, 5, 3, 2, 0, 1)
    assert figures(pwani)["Pwani Training Campus"] == (2, 2, 1, 0, 1, 0)


def test_across_countries_each_sees_their_own_side(world, mlima, halima, ugandan_academy, ugandan_coordinator):
    people.transfer(person=world["M4"].learner, to=ugandan_academy, now=GONE)

    row = Enrolment.objects.get(pk=world["M4"].pk)
    assert (row.country, row.institution) == ("UG", ugandan_academy)
    assert Stay.objects.get().country == "KE"
    assert figures(mlima)["Mlima Police Academy"] == (6, 5, 3, 1, 0, 1)
    assert figures(halima)["Mlima Police Academy"] == (6, 5, 3, 1, 0, 1)
    assert figures(ugandan_coordinator)[ugandan_academy.name][4:] == (1, 0)
    assert not Stay.objects.visible_to(ugandan_coordinator).exists()
    assert [stay.enrolment for stay in Stay.objects.visible_to(halima)] == [row]


@pytest.mark.parametrize("who", ["mlima", "pwani", "halima"])
def test_the_list_behind_each_figure_has_as_many_lines(who, moved, as_, request):
    client = as_(request.getfixturevalue(who))
    for page in ("/reports/completion/?by=institution", "/reports/completion/?by=month", "/reports/"):
        links = LINKS.findall(client.get(page).content.decode().replace("&amp;", "&"))
        assert links
        for url, text in links:
            found = LINES.search(client.get(url).content.decode())
            number = text.strip().split(":")[-1].strip()
            if number.isdecimal():
                assert (url, found.group(1)) == (url, number)


def test_both_reports_and_their_files_say_it(moved, mlima, pwani, as_):
    for person, word in ((mlima, "Transferred out"), (pwani, "Transferred in")):
        client = as_(person)
        assert f"{word}: 1" in client.get(reverse("reports:overview")).content.decode()
        assert word in client.get(reverse("reports:completion")).content.decode()
        assert word in b"".join(client.get(reverse("reports:completion-file", args=["csv"])).streaming_content).decode()
    gone = as_(mlima).get("/reports/completion/list/?state=transferred_out").content.decode()
    assert "Person M4" in gone
    assert "Transferred out" in gone
    lines = (
        b"".join(as_(mlima).get("/reports/completion/list/csv/?state=transferred_out").streaming_content)
        .decode()
        .splitlines()
    )
    assert len(lines) == 2
    assert "2026-10-10" in lines[1]


@pytest.mark.parametrize("many", [1, 1000], ids=["by people", "by lines"])
@pytest.mark.parametrize("same_name", [False, True])
def test_the_pages_of_a_list_join_to_the_whole_list(moved, halima, many, same_name, monkeypatch):
    monkeypatch.setattr(enrolment_list, "MANY", many)
    if same_name:
        User.objects.update(name="Officer")
    for state in ("assigned", "started", "completed", "women", "transferred_out", "persons"):
        selection = ask(halima, {"state": state}, now=NOW, shapes=("state",))
        for size in (1, 3, 50):
            pages = Pages(selection, size)
            assert [line for page in pages for line in page.object_list] == list(selected(selection))
            assert pages.count == len(selected(selection)) > 0


def test_a_page_asks_no_more_of_either_table_than_it_shows(moved, halima, django_assert_num_queries):
    selection = ask(halima, {}, now=NOW)
    with django_assert_num_queries(1) as asked:
        list(selected(selection, first=2))
    assert asked.captured_queries[0]["sql"].count("LIMIT 2") == 3

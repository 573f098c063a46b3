"""Tabs beside the pages of a cohort and of a person, and columns of the list of learners: from plugins, where they are
on, for those who may open the page.
"""

import csv
import io

import pytest
from django.urls import reverse

from lms.foundation.plugins.pages import slots
from lms.learning.progress.models import Enrolment
from tests.conftest import make_person
from tests.trial import lists

from .conftest import fill

HEAD = '<th scope="col" class="num">Hours present</th>'


@pytest.fixture(autouse=True)
def _plugged():
    with lists.plugged():
        yield


@pytest.fixture
def on(switch, academy):
    switch(lists.PLUGIN, academy, True)


def of_cohort(cohort, tab: str = "") -> str:
    return reverse("teach:cohort-tab", args=[cohort.pk, tab]) if tab else reverse("teach:cohort", args=[cohort.pk])


def of_person(person, tab: str = "trial_lists_away") -> str:
    return reverse("teach:person-tab", args=[person.pk, tab])


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestTabs:
    def test_lead_from_the_page_and_back(self, on, as_, omar, assigned, abdi):
        client = as_(omar)
        tab = of_cohort(assigned, "trial_lists_field")
        assert f'<a class="chip" href="{tab}">In the field</a>' in page(client, of_cohort(assigned))
        shown = page(client, tab)
        assert "<h2>2 of Intake 2026 B</h2>" in shown
        assert f'<a class="chip" href="{tab}" aria-current="page">In the field</a>' in shown
        assert f'<a class="chip" href="{of_cohort(assigned)}">Overview</a>' in shown
        assert of_person(abdi) in page(client, reverse("teach:person", args=[abdi.pk]))
        assert "<h2>Days away</h2>" in page(client, of_person(abdi))

    def test_are_on_the_page_that_they_are_for_alone(self, on, as_, omar, assigned, abdi):
        client = as_(omar)
        assert "Away" not in page(client, of_cohort(assigned))
        for address in (of_cohort(assigned, "trial_lists_away"), of_person(abdi, "trial_lists_field")):
            assert client.get(address).status_code == 404

    def test_are_not_there_where_the_plugin_is_off(self, switch, neighbour_academy, as_, omar, assigned, abdi):
        switch(lists.PLUGIN, neighbour_academy, True)
        client = as_(omar)
        assert of_cohort(assigned, "trial_lists_field") not in page(client, of_cohort(assigned))
        for address in (of_cohort(assigned, "trial_lists_field"), of_person(abdi)):
            assert client.get(address).status_code == 404

    def test_are_nothing_to_those_who_may_not_open_the_page(
        self, on, as_, client, neighbour, stranger, wanjiru, assigned, abdi
    ):
        for address in (of_cohort(assigned, "trial_lists_field"), of_person(abdi)):
            for person in (neighbour, stranger, wanjiru):
                assert as_(person).get(address).status_code == 404
            assert client.get(address).url.startswith("/sign-in/")

    def test_follow_somebody_who_was_moved(self, on, as_, omar, neighbour, assigned, abdi, neighbour_academy):
        """Where they learn now the plugin is off; at the academy that had them nobody sees them any more."""
        Enrolment.objects.filter(learner=abdi).update(institution=neighbour_academy)
        abdi.institution = neighbour_academy
        abdi.save()
        assert as_(neighbour).get(of_person(abdi)).status_code == 404
        assert as_(omar).get(of_person(abdi)).status_code == 404

    def test_of_somebody_who_learns_nothing_yet_are_those_of_their_institution(self, on, as_, omar, academy):
        assert as_(omar).get(of_person(make_person("KE-9", "Kiprop", academy))).status_code == 200

    def test_that_have_nothing_say_so(self, on, as_, omar, cohort):
        assert "There is nothing here yet." in page(as_(omar), of_cohort(cohort, "trial_lists_field"))

    @pytest.mark.parametrize("gives", lists.BROKEN_PANELS)
    def test_that_break_leave_their_place_empty_and_are_named(self, on, as_, omar, assigned, abdi, gives, caplog):
        lists.Away.gives = gives
        client = as_(omar)
        assert "“Away” has a fault" in page(client, of_person(abdi))
        assert "the plugin “trial_lists” broke: tab trial_lists_away.panel" in caplog.text
        assert "has a fault" not in page(client, reverse("teach:person", args=[abdi.pk]))

    def test_without_words_are_left_out(self, on, as_, omar, assigned, caplog):
        assert "trial_lists_mute" not in page(as_(omar), of_cohort(assigned))
        assert "trial_lists_mute.label" in caplog.text


class TestColumns:
    def test_stand_in_the_list_and_in_the_cards_of_a_phone(self, on, as_, omar, assigned):
        shown = page(as_(omar), of_cohort(assigned))
        assert HEAD in shown and shown.count('<th scope="col">Last drill</th>') == 1
        assert shown.count('<td class="num" data-label="Hours present">1,234</td>') == 2
        assert shown.count('<td data-label="Last drill">Friday 20 November</td>') == 2
        assert len({row.count("<td") for row in shown.split("<tr>")[2:]}) == 1, "the totals have as many cells"

    def test_stand_in_the_file(self, on, as_, omar, assigned):
        text = as_(omar).get(reverse("teach:export", args=[assigned.pk])).getvalue().decode("utf-8-sig")
        head, *rows = csv.reader(io.StringIO(text))
        assert head[-5:] == ["Hours present", "Last drill", "Done", "Of", "State"]
        assert [row[-5:-3] for row in rows] == [["1234", "2026-11-20"]] * 2

    def test_are_asked_once_for_all_rows_of_the_page(self, on, as_, omar, assigned, course, now):
        fill(assigned, course, 40, now=now)
        client, address = as_(omar), of_cohort(assigned)
        page(client, address)
        assert [(len(rows), cohort) for rows, cohort in lists.asked] == [(25, assigned)]
        lists.asked.clear()
        client.get(reverse("teach:export", args=[assigned.pk]))
        assert [len(rows) for rows, _cohort in lists.asked] == [42]

    def test_are_not_there_where_the_plugin_is_off(self, as_, omar, assigned):
        assert "Hours present" not in page(as_(omar), of_cohort(assigned))
        assert lists.asked == []

    def test_show_their_viewer_what_is_theirs(self, on, as_, halima, omar, assigned, abdi, neighbour_academy):
        """Abdi learns where the plugin is off, although he is in a cohort where it is on."""
        Enrolment.objects.filter(learner=abdi).update(institution=neighbour_academy)
        for person in (omar, halima):
            shown = page(as_(person), of_cohort(assigned))
            assert shown.count('data-label="Hours present">1,234') == 1

    @pytest.mark.parametrize("gives", lists.BROKEN_VALUES)
    def test_that_break_leave_their_cells_empty_and_are_named(self, on, as_, omar, assigned, gives, caplog):
        lists.Last.gives = gives
        shown = page(as_(omar), of_cohort(assigned))
        assert '<th scope="col">Last drill</th>' in shown and 'data-label="Last drill"' not in shown
        assert "the plugin “trial_lists” broke: list column trial_lists_last.values" in caplog.text
        assert shown.count("1,234") == 2

    def test_without_a_heading_are_left_out(self, on, as_, omar, assigned, caplog):
        assert "Remark" not in page(as_(omar), of_cohort(assigned))
        assert "trial_lists_nameless.label" in caplog.text

    def test_have_dashes_where_there_is_no_value(self, on, as_, omar, joined):
        assert 'data-label="Hours present"' not in page(as_(omar), of_cohort(joined))

    def test_of_enrolments_are_not_in_the_list_of_a_cohort(self, on, as_, omar, assigned):
        assert all(cohort is not None for _rows, cohort in lists.asked)
        assert lists.Remark.place == slots.ENROLMENT
        assert "=remark" not in page(as_(omar), of_cohort(assigned))

"""The pages about plugins in the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.foundation.plugins.runtime import quarantine
from lms.people.administration.records.services import create_institution, switch
from lms.people.directory.choices import Kind, Role
from lms.people.directory.switches import PluginSwitch
from lms.switchboard.models import Delivery
from tests.conftest import NOW, make_person

OVERVIEW, QUIZ = "/admin/plugins/", "/admin/plugins/quiz/"


@pytest.fixture
def admin(as_, superuser, site):
    return as_(superuser)


@pytest.fixture
def amina(academy, site):
    """Who administers the academy and may come to the admin."""
    person = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
    group = Group.objects.create(name="Administrators of academies")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person.groups.add(group)
    return person


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


class TestTheList:
    def test_says_what_runs_and_where(self, admin, academy, neighbour_academy, now):
        switch(plugin="quiz", institution=academy, on=False, by=None, now=now)
        page = text(admin.get(OVERVIEW))
        assert "Question bank" in page
        assert "4 of 4 institutions" in page
        assert "3 of 4 institutions" in page

    def test_says_why_one_does_not_run(self, admin, monkeypatch):
        monkeypatch.setitem(quarantine._problems, "quiz", "The plugin “quiz” breaks while it is loaded (ValueError).")
        monkeypatch.setitem(quarantine._details, "quiz", "ValueError: no pencils")
        page = text(admin.get(OVERVIEW))
        assert "In quarantine" in page
        assert "The plugin “quiz” breaks while it is loaded (ValueError)." in page
        assert "no pencils" not in page
        page = text(admin.get(QUIZ))
        assert "ValueError: no pencils" in page
        assert "Where it is on" not in page

    def test_stands_in_the_menu_of_those_who_may_see_it(self, admin, as_, amina):
        assert 'href="/admin/plugins/"' in text(admin.get("/admin/")) or '"/admin/plugins/"' in text(
            admin.get("/admin/")
        )
        editor = make_person("EA-20", "Samira Houmed")
        editor.groups.add(Group.objects.get(name="Editors"))
        assert "/admin/plugins/" not in text(as_(editor).get("/admin/"))
        assert "/admin/plugins/" in text(as_(amina).get("/admin/"))

    def test_costs_the_same_for_a_large_tree(self, admin, academy, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        for page in (OVERVIEW, QUIZ):
            admin.get(page)
            with CaptureQueriesContext(connection) as few:
                admin.get(page)
            for number in range(10):
                unit = create_institution(name=f"Unit {number} of {page}", kind=Kind.UNIT, parent=academy)
                switch(plugin="quiz", institution=unit, on=False, by=None, now=NOW)
            with django_assert_max_num_queries(len(few)):
                admin.get(page)


class TestThePageOfAPlugin:
    def test_says_what_it_adds_and_keeps(self, admin):
        page = text(admin.get(QUIZ))
        assert "Kinds of activity" in page
        assert "quiz.QuizPage" in page
        assert "Which answers a learner contested, and when." in page

    def test_tells_where_a_switch_comes_from(self, admin, superuser, kenya, academy, neighbour_academy, now):
        switch(plugin="quiz", institution=kenya, on=False, by=None, now=now)
        switch(plugin="quiz", institution=academy, on=True, by=superuser, now=now)
        page = text(admin.get(QUIZ))
        assert "the switch of Kenya" in page
        assert "its own switch, set by Root on" in page
        assert "As the plugin comes" in page


class TestSwitching:
    def test_is_done_by_whoever_runs_the_site(self, admin, superuser, academy):
        for button, on in (("off", False), ("on", True)):
            assert admin.post(QUIZ, {button: academy.pk})["Location"] == QUIZ
            row = PluginSwitch.objects.get()
            assert (row.institution, row.on, row.changed_by) == (academy, on, superuser)
        admin.post(QUIZ, {"above": academy.pk})
        assert not PluginSwitch.objects.exists()
        assert [entry.user for entry in ModelLogEntry.objects.filter(action__startswith="people.plugin")] == [
            superuser
        ] * 3

    def test_is_done_by_who_administers_for_theirs_only(self, as_, amina, academy, neighbour_academy, kenya):
        page = text(as_(amina).get(QUIZ))
        assert academy.name in page
        assert neighbour_academy.name not in page
        for other in (neighbour_academy, kenya):
            assert as_(amina).post(QUIZ, {"off": other.pk}).status_code == 404
        assert as_(amina).post(QUIZ, {"off": academy.pk}).status_code == 302
        assert PluginSwitch.objects.get().changed_by == amina

    def test_an_unknown_plugin_or_a_malformed_switch_answers_404(self, admin, academy):
        assert admin.get("/admin/plugins/nothing/").status_code == 404
        for data in ({}, {"on": "x"}, {"on": ""}, {"off": "9" * 40}, {"sideways": "1"}):
            assert admin.post(QUIZ, data).status_code == 404, data
        admin.get(QUIZ, {"off": academy.pk})
        assert not PluginSwitch.objects.exists(), "reading changes none"


class TestEventsThatWereGivenUp:
    @pytest.fixture
    def given_up(self, academy):
        return Delivery.objects.create(
            event="enrolled.1",
            data={},
            plugin="quiz",
            receiver="x:y",
            institution=academy,
            created_at=NOW,
            tries=6,
            next_at=None,
        )

    def test_are_told_and_tried_again(self, admin, given_up):
        assert "One event could not be delivered" in text(admin.get(QUIZ))
        before = timezone.now()
        assert admin.post(f"{QUIZ}deliver-again/")["Location"] == QUIZ
        given_up.refresh_from_db()
        assert given_up.next_at >= before
        assert given_up.tries == 0

    def test_are_the_business_of_whoever_runs_the_site(self, as_, amina, given_up):
        assert "could not be told" not in text(as_(amina).get(QUIZ))
        as_(amina).post(f"{QUIZ}deliver-again/")
        given_up.refresh_from_db()
        assert given_up.next_at is None

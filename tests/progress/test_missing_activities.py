"""Who could not complete is said beforehand: where courses are assigned, released, and plugins switched off."""

import pytest

from courses.catalogue import lookup
from lms.foundation.plugins.impact import Unable, impacts, parts_of
from lms.foundation.plugins.runtime import guard
from lms.learning.progress.access.missing_activities import (
    InstitutionSwitches,
    count_unable,
    find_missing,
    learners_who_need,
    stored_definition,
)
from lms.learning.progress.enrolments.assignment_preview import preview_assignment
from lms.learning.progress.journal import services
from lms.people.directory.switches import PluginSwitch
from tests.builders import complete
from tests.trial.fixtures import with_diary

from .test_assignments import cohort  # noqa: F401  a fixture

QUIZ = "/admin/plugins/quiz/"


@pytest.fixture
def outline(course):
    return lookup.release(course.release_id).outline


@pytest.fixture
def admin(as_, superuser, site):
    return as_(superuser)


class TestWhatIsMissing:
    def test_nothing_where_all_is_on(self, outline, academy):
        assert list(find_missing(outline, InstitutionSwitches(academy.plugins))) == []

    def test_a_kind_that_is_off(self, outline):
        [(entry, name)] = find_missing(outline, InstitutionSwitches({"quiz": False}))
        assert (entry.slug, name) == ("trafficking-quiz", "Quiz")

    def test_what_the_content_needs(self, outline):
        assert [entry.slug for entry, _name in find_missing(outline, InstitutionSwitches({"questions": False}))] == [
            "trafficking-quiz"
        ]

    def test_a_kind_that_is_put_aside(self, outline, monkeypatch):
        monkeypatch.setattr(guard, "is_aside", lambda call: call.name == "quiz.context")
        assert [(entry.slug, name) for entry, name in find_missing(outline, InstitutionSwitches({}))] == [
            ("trafficking-quiz", "Quiz")
        ]

    def test_a_kind_that_is_not_installed(self, outline, monkeypatch):
        from lms.foundation.plugins.activity import activities

        monkeypatch.delitem(activities._entries, "quiz")
        assert [(entry.slug, name) for entry, name in find_missing(outline, InstitutionSwitches({}))] == [
            ("trafficking-quiz", "quiz")
        ]

    def test_optional_parts_keep_nobody_from_completing(self, outline):
        from dataclasses import replace

        optional = replace(outline, activities=tuple(replace(entry, required=False) for entry in outline.activities))
        assert list(find_missing(optional, InstitutionSwitches({"quiz": False}))) == []

    def test_a_kind_that_breaks_when_it_is_asked(self, trial, course, monkeypatch):
        with_diary(course)

        def break_down(*args):
            raise ZeroDivisionError

        monkeypatch.setattr(trial.Diary, "needs", break_down)
        found = list(find_missing(lookup.release(course.release_id).outline, InstitutionSwitches({"trial": True})))
        assert [entry.slug for entry, _name in found] == ["my-week"]

    def test_people_are_added_up_and_each_part_is_named_once(self, outline):
        found = count_unable(
            outline,
            [
                (InstitutionSwitches({"quiz": False}), 3),
                (InstitutionSwitches({}), 5),
                (InstitutionSwitches({"quiz": False}, "KE"), 4),
            ],
        )
        assert found.people == 7
        assert [name for _titles, name in found.parts] == ["Quiz"]
        assert parts_of(found, "xx")[0][1] == "Quiz"
        assert count_unable(outline, [(InstitutionSwitches({"quiz": False}), 0)]) == Unable()


class TestAssigning:
    def test_says_who_could_not_complete(self, cohort, course, switch, academy, as_, omar):
        switch("quiz", academy, False)
        (effect,) = preview_assignment(cohort=cohort, courses=[course])
        assert effect.unable.people == 2
        page = as_(omar).get(f"/teach/assign/?check=1&cohort={cohort.pk}&course={course.pk}&due=2099-01-01")
        assert "People who could not complete “What trafficking is”: 2" in page.content.decode()

    def test_says_nothing_where_everybody_can(self, cohort, course):
        (effect,) = preview_assignment(cohort=cohort, courses=[course])
        assert effect.unable == Unable()


class TestSwitchingOff:
    def test_is_asked_about_first_and_then_done(self, admin, enrolment, academy):
        response = admin.post(QUIZ, {"off": academy.pk})
        assert response.status_code == 200
        assert "one enrolment is under way in a course that needs this plugin" in response.content.decode()
        assert not PluginSwitch.objects.exists()
        assert admin.post(QUIZ, {"off": academy.pk, "sure": "1"}).status_code == 302
        assert PluginSwitch.objects.get().on is False

    def test_of_the_institution_above_counts_those_below(self, admin, enrolment, kenya):
        assert "one enrolment" in admin.post(QUIZ, {"off": kenya.pk}).content.decode()

    def test_above_leaves_alone_who_has_a_switch_of_their_own(self, admin, enrolment, kenya, academy, switch):
        switch("quiz", academy, True)
        assert admin.post(QUIZ, {"off": kenya.pk}).status_code == 302

    def test_by_taking_a_switch_away_is_asked_about_too(self, admin, enrolment, kenya, academy, switch):
        switch("quiz", kenya, False)
        switch("quiz", academy, True)
        assert admin.post(QUIZ, {"above": academy.pk}).status_code == 200
        assert PluginSwitch.objects.count() == 2

    def test_is_done_at_once_where_nobody_needs_it(self, admin, academy):
        assert admin.post(QUIZ, {"off": academy.pk}).status_code == 302

    def test_counts_neither_who_has_completed_nor_strangers(self, enrolment, academy, neighbour_academy, now):
        assert learners_who_need("quiz", [academy.pk]) == {enrolment.course_id: 1}
        assert learners_who_need("quiz", [neighbour_academy.pk]) == {}
        assert learners_who_need("trial", [academy.pk]) == {}
        complete(enrolment, now=now)
        assert learners_who_need("quiz", [academy.pk]) == {}

    def test_a_plugin_with_what_its_contents_need(self, enrolment, academy):
        assert learners_who_need("questions", [academy.pk]) == {enrolment.course_id: 1}


def test_releasing_counts_who_is_under_way_where_something_is_missing(
    enrolment, course, outline, switch, academy, stranger, now
):
    services.enrol(people=[stranger], course=course, now=now)
    assert impacts.unable(course.pk, outline, stored_definition) == Unable()
    switch("quiz", academy, False)
    assert impacts.unable(course.pk, outline, stored_definition).people == 1

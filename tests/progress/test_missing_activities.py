"""Parts that cannot be done: said beforehand where a plugin is off, and kept where a page was taken out meanwhile."""

from dataclasses import replace

import pytest

from courses.catalogue import lookup
from courses.models import LessonPage
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.impact import Unable, impacts, parts_of
from lms.foundation.plugins.runtime import guard
from lms.learning.progress.access.missing_activities import (
    InstitutionSwitches,
    count_unable,
    find_missing,
    learners_who_need,
    stored_definition,
)
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.enrolments.assignment_preview import preview_assignment
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.switches import PluginSwitch
from tests.builders import complete
from tests.releasing import release_waiting
from tests.trial.fixtures import with_diary

QUIZ = "/admin/plugins/quiz/"


@pytest.fixture
def outline(course):
    return lookup.release(course.release_id).outline


@pytest.fixture
def admin(as_, superuser, site):
    return as_(superuser)


class TestWhatIsMissing:
    def test_a_required_part_whose_kind_or_what_its_content_needs_is_off(self, outline, academy):
        def missing(switches, outline=outline):
            return [(entry.slug, name) for entry, name in find_missing(outline, InstitutionSwitches(switches))]

        assert missing(academy.plugins) == []
        assert missing({"quiz": False}) == [("trafficking-quiz", "Quiz")]
        assert [slug for slug, _name in missing({"questions": False})] == ["trafficking-quiz"]
        optional = replace(outline, activities=tuple(replace(entry, required=False) for entry in outline.activities))
        assert missing({"quiz": False}, optional) == []

    def test_a_kind_that_is_put_aside_or_not_installed(self, outline, monkeypatch):
        monkeypatch.setattr(guard, "is_aside", lambda call: call.name == "quiz.context")
        assert [(entry.slug, name) for entry, name in find_missing(outline, InstitutionSwitches({}))] == [
            ("trafficking-quiz", "Quiz")
        ]

        from lms.foundation.plugins.activity import activities

        monkeypatch.delitem(activities._entries, "quiz")
        assert [(entry.slug, name) for entry, name in find_missing(outline, InstitutionSwitches({}))] == [
            ("trafficking-quiz", "quiz")
        ]

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
    def test_says_who_could_not_complete_and_nothing_where_everybody_can(
        self, cohort, course, switch, academy, as_, omar
    ):
        (effect,) = preview_assignment(cohort=cohort, courses=[course])
        assert effect.unable == Unable()

        switch("quiz", academy, False)
        (effect,) = preview_assignment(cohort=cohort, courses=[course])
        assert effect.unable.people == 2
        page = as_(omar).get(f"/teach/assign/?check=1&cohort={cohort.pk}&course={course.pk}&due=2099-01-01")
        assert "People who could not complete “What trafficking is”: 2" in page.content.decode()


class TestSwitchingOff:
    def test_is_asked_about_first_and_then_done(self, admin, enrolment, academy):
        response = admin.post(QUIZ, {"off": academy.pk})
        assert response.status_code == 200
        assert "one enrolment is under way in a course that needs this plugin" in response.content.decode()
        assert not PluginSwitch.objects.exists()
        assert admin.post(QUIZ, {"off": academy.pk, "sure": "1"}).status_code == 302
        assert PluginSwitch.objects.get().on is False

    def test_above_counts_those_below_that_have_no_switch_of_their_own(self, admin, enrolment, kenya, academy, switch):
        assert "one enrolment" in admin.post(QUIZ, {"off": kenya.pk}).content.decode()

        switch("quiz", academy, True)
        assert admin.post(QUIZ, {"off": kenya.pk}).status_code == 302

    def test_by_taking_a_switch_away_is_asked_about_too(self, admin, enrolment, kenya, academy, switch):
        switch("quiz", kenya, False)
        switch("quiz", academy, True)
        assert admin.post(QUIZ, {"above": academy.pk}).status_code == 200
        assert PluginSwitch.objects.count() == 2

    def test_is_done_at_once_where_nobody_needs_it(self, admin, academy):
        assert admin.post(QUIZ, {"off": academy.pk}).status_code == 302

    def test_counts_neither_who_has_completed_nor_strangers_and_what_its_contents_need(
        self, enrolment, academy, neighbour_academy, now
    ):
        assert learners_who_need("questions", [academy.pk]) == {enrolment.course_id: 1}

        assert learners_who_need("quiz", [academy.pk]) == {enrolment.course_id: 1}
        assert learners_who_need("quiz", [neighbour_academy.pk]) == {}
        assert learners_who_need("trial", [academy.pk]) == {}
        complete(enrolment, now=now)
        assert learners_who_need("quiz", [academy.pk]) == {}


def test_releasing_counts_who_is_under_way_where_something_is_missing(
    enrolment, course, outline, switch, academy, stranger, now
):
    services.enrol(people=[stranger], course=course, now=now)
    assert impacts.unable(course.pk, outline, stored_definition) == Unable()
    switch("quiz", academy, False)
    assert impacts.unable(course.pk, outline, stored_definition).people == 1


LESSON, LEARNERS_QUIZ = "/learn/trafficking/trafficking-lesson-2/", "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def taken_out(enrolment, now):
    """The second lesson and the quiz are unpublished, and the learner has been moved to the correction."""
    for page in (
        LessonPage.objects.get(slug="trafficking-lesson-2")
        .get_parent()
        .get_children()
        .exclude(slug="trafficking-lesson-1")
    ):
        page.unpublish()
    assert release_waiting() == []
    corrections.move(now=now)
    return Enrolment.objects.select_related("course", "institution").get(pk=enrolment.pk)


def done(client, address=LESSON, **headers):
    return client.post(address, {"done": "1", "next": "1", "event_id": str(uuid7())}, headers=headers)


def test_done_is_kept_and_the_page_says_what_happened(as_, wanjiru, taken_out, activity_id):
    response = done(as_(wanjiru))
    page = as_(wanjiru).get("/learn/trafficking/")
    assert response.url == "/learn/trafficking/"
    assert page.status_code == 200
    taken_out.refresh_from_db()
    assert activity_id in taken_out.done and taken_out.remaining == 1
    assert Attempt.objects.get().completed_at is not None
    assert list(rebuild(write=False)) == []


@pytest.fixture
def activity_id(enrolment):
    return enrolment.release.outline.by_slug("trafficking-lesson-2").id


def test_the_same_again_changes_nothing_more(as_, wanjiru, taken_out):
    client = as_(wanjiru)
    done(client)
    assert "taken out of the course meanwhile" in client.get("/learn/trafficking/").content.decode()
    assert done(client).status_code == 302
    assert "You may finish what you began" in client.get(LESSON).content.decode()


def test_whoever_had_begun_nothing_in_it_is_led_back_to_the_course(as_, wanjiru, taken_out):
    client = as_(wanjiru)
    asked = [
        lambda: client.get(LESSON),
        lambda: client.get(LEARNERS_QUIZ),
        lambda: client.post(f"{LEARNERS_QUIZ}start/", {"event_id": str(uuid7())}),
        lambda: done(client, LEARNERS_QUIZ),
    ]
    for ask in asked:
        answer = ask()
        assert answer.url == "/learn/trafficking/"
        assert "taken out of the course" in client.get(answer.url).content.decode()
    refused = done(client, LEARNERS_QUIZ, **{"X-Requested-With": "fetch"})
    assert (refused.status_code, "taken out" in refused.content.decode()) == (409, True)
    assert not Attempt.objects.exists()


def test_whoever_was_enrolled_after_it_was_taken_out_and_a_stranger_do_not_find_it(as_, abdi, stranger, taken_out):
    services.enrol(people=[abdi], course=taken_out.course, now=taken_out.course.release.made_at)
    for person in (abdi, stranger):
        assert as_(person).get(LESSON).status_code == done(as_(person)).status_code == 404
    assert as_(abdi).get("/learn/trafficking/no-such-lesson/").status_code == 404

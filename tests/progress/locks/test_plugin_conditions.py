"""Conditions of a plugin as editors, reviewers and learners meet them: also broken, switched off and taken out."""

from datetime import date

import pytest
from django.urls import reverse

from assessments.quiz.models import QuizPage
from courses.editing.release.effect import effect_of
from courses.models import Course, PageCondition
from lms.foundation.plugins.access import Condition, Missing, access_conditions
from lms.learning.progress.access.locks import locks_of
from lms.learning.progress.access.missing_activities import InstitutionSwitches, find_missing, learners_who_need
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records.services import switch
from tests.courses.conftest import lesson_form
from tests.courses.test_condition_rows import conditions_form, kept_rows
from tests.locking import lock, page_of, put
from tests.releasing import release_waiting

from . import drill
from .conftest import FIRST, SECOND, is_locked, statements
from .drill import plugged  # noqa: F401  a fixture

ROW = {"kind": "drill_hours", "values": {"hours": 3}}


@pytest.fixture
def on(plugged, academy, now):
    """The kind of the plugin, on at the academy and nowhere else."""
    plugged()
    switch(plugin="drill", institution=academy, on=True, by=None, now=now)


def enrolled(learner, course, now):
    services.enrol(people=[learner], course=Course.objects.get(pk=course.pk), now=now)
    return Enrolment.objects.select_related("institution", "learner", "course").get(learner=learner)


def course_page_of(client, learner) -> str:
    client.force_login(learner)
    return client.get(reverse("learn:course", args=["trafficking"])).content.decode()


class TestPages:
    @pytest.fixture
    def send(self, client, course, editor):
        def send(page, *rows, **more):
            client.force_login(editor)
            form = lesson_form(action="", slug=page.slug, title=page.title) | conditions_form(*rows) | more
            return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

        return send

    def test_goes_from_the_editor_by_the_reviewer_to_the_learner(self, client, on, send, course, wanjiru, now):
        page = page_of(SECOND)
        row = {"kind": "drill_hours", "drill_hours.hours": "3", "drill_hours.since": "2026-11-01", "percent": "50"}
        assert send(page, row).status_code == 302
        [kept] = kept_rows(page)
        assert (kept.kind, kept.percent) == ("drill_hours", None)
        assert kept.values == {"hours": 3, "since": "2026-11-01"}
        draft = page_of(SECOND).get_latest_revision_as_object()
        changes = [(change.title, change.what) for change in effect_of(course.pk, [draft]).changes]
        assert ("Lesson 2", "Opens when: 3 hours of drill are done") in changes
        draft.get_latest_revision().publish()
        assert release_waiting() == []
        enrolled(wanjiru, course, now)
        text = course_page_of(client, wanjiru)
        assert '<a href="/x/drill/">Drill for 3 hours first.</a>' in text
        assert client.get(reverse("learn:activity", args=["trafficking", SECOND])).status_code == 403
        drill.hours[wanjiru.pk] = 3
        assert "Drill for 3 hours" not in course_page_of(client, wanjiru)
        assert client.get(reverse("learn:activity", args=["trafficking", SECOND])).status_code == 200

    def test_the_editor_shows_its_fields_with_what_they_have(self, client, on, editor, course):
        page = put(page_of(SECOND), ROW)
        client.force_login(editor)
        text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert 'name="opening_conditions-0-drill_hours.hours" value="3"' in text
        assert "opening_conditions-__prefix__-drill_hours.hours" in text
        assert text.count('name="opening_conditions-0-id"') == text.count('name="opening_conditions-0-ORDER"') == 1
        rule = 'data-w-rules="{&quot;opening_conditions-0-kind&quot;: [&quot;date&quot;]}" hidden'
        assert rule in text

    def test_a_field_of_several_inputs_is_kept_shown_and_released(self, client, on, plugged, send, course, editor):
        plugged(drill.Since)
        page, name = page_of(SECOND), "drill_since.moment"
        row = {"kind": "drill_since", "drill_since.hours": "3", f"{name}_0": "2026-11-01", f"{name}_1": "09:30"}
        assert send(page, {**row, f"{name}_1": ""}).status_code == 200
        assert send(page, row).status_code == 302
        [kept] = kept_rows(page)
        assert kept.values["moment"] == ["2026-11-01", "09:30:00"]
        page = put(page_of(SECOND), {"kind": "drill_since", "values": kept.values})
        assert release_waiting() == []
        client.force_login(editor)
        text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert f'name="opening_conditions-0-{name}_0" value="2026-11-01"' in text
        assert f'name="opening_conditions-0-{name}_1" value="09:30:00"' in text

    @pytest.mark.parametrize("moment", ["2026-11-01T09:30", 3, {}, ["2026-11-01"]])
    def test_a_field_of_several_inputs_takes_nothing_else_from_a_file(
        self, client, on, plugged, course, editor, moment
    ):
        plugged(drill.Since)
        page = put(page_of(SECOND), {"kind": "drill_since", "values": {"hours": 3, "moment": moment}})
        assert "A condition is not filled in" in release_waiting()[0]
        client.force_login(editor)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200

    def test_what_is_missing_is_said_beside_its_field(self, on, send, course):
        response = send(page_of(SECOND), {"kind": "drill_hours", "drill_hours.hours": "0"})
        assert "greater than or equal to 1" in response.content.decode()
        assert not PageCondition.objects.exists()

    def test_fields_of_other_kinds_are_neither_asked_nor_kept(self, on, send, course):
        row = {"kind": "date", "day": "2027-03-01", "drill_hours.hours": "none"}
        assert send(page_of(SECOND), row).status_code == 302
        [kept] = kept_rows(page_of(SECOND))
        assert (kept.kind, kept.values) == ("date", {})

    def test_an_earlier_part_is_offered_and_checked_as_for_the_house(self, on, plugged, send, course):
        plugged(drill.After)
        page = page_of(SECOND)
        assert "Choose the part" in send(page, {"kind": "drill_after"}).content.decode()
        assert send(page, {"kind": "drill_after", "activity": str(page_of(FIRST).translation_key)}).status_code == 302
        put(page, {"kind": "drill_after", "activity": QuizPage.objects.get().translation_key})
        [problem] = release_waiting()
        assert "does not come before it" in problem

    def test_a_kind_that_is_not_there_cannot_be_chosen(self, send, course):
        assert send(page_of(SECOND), {"kind": "drill_hours"}).status_code == 200
        assert not PageCondition.objects.exists()

    def test_without_its_plugin_a_row_stays_as_it_is(self, client, on, send, course, editor):
        page = put(page_of(SECOND), ROW)
        there = PageCondition.objects.get()
        access_conditions.withdraw("drill")
        client.force_login(editor)
        text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert '<option value="drill_hours" selected>drill_hours</option>' in text
        sent = {"id": str(there.pk), "kind": "drill_hours", "day": "2027-03-01"}
        assert send(page, sent, **{"opening_conditions-INITIAL_FORMS": "1"}).status_code == 302
        [kept] = kept_rows(page)
        assert (kept.kind, kept.values, kept.day) == ("drill_hours", {"hours": 3}, None)

    def test_its_words_are_text_for_the_reviewer_and_the_learner(
        self, client, plugged, course, superuser, wanjiru, academy, now
    ):
        def learners(*_args):
            return Missing("<b>Drill</b>", "/x/drill/?a='")

        plugged(drill.broken(for_reviewers=lambda *_args: "<b>drilled</b>", for_learners=learners))
        switch(plugin="drill", institution=academy, on=True, by=None, now=now)
        put(page_of(SECOND), ROW)
        client.force_login(superuser)
        text = client.get(reverse("courses_release", args=[course.pk])).content.decode()
        assert "Opens when: &lt;b&gt;drilled&lt;/b&gt;" in text
        assert release_waiting() == []
        enrolled(wanjiru, course, now)
        text = course_page_of(client, wanjiru)
        assert '<a href="/x/drill/?a=&#x27;">&lt;b&gt;Drill&lt;/b&gt;</a>' in text


class TestLocks:
    def test_another_institution_where_it_is_off_keeps_its_people_out(
        self, client, on, course, course_page, wanjiru, stranger, now
    ):
        lock(page_of(SECOND), ROW)
        drill.hours.update({wanjiru.pk: 5, stranger.pk: 5})
        own, other = enrolled(wanjiru, course, now), enrolled(stranger, course, now)
        assert not is_locked(own, SECOND, now)
        drill.asked.clear()
        assert is_locked(other, SECOND, now) and drill.asked == []
        assert "does not know any more" in course_page_of(client, stranger)

    def test_whoever_releases_or_switches_is_told_whom_it_keeps_out(self, on, course, academy, wanjiru, now):
        lock(page_of(SECOND), ROW)
        outline = enrolled(wanjiru, course, now).release.outline
        for there, parts in ((academy, []), (InstitutionSwitches({}), [(SECOND, "Hours of drill")])):
            assert [(entry.slug, name) for entry, name in find_missing(outline, there)] == parts
        assert learners_who_need("drill", [academy.pk]) == {course.pk: 1}

    def test_taken_out_it_locks_and_changes_nothing_else(self, client, on, course, wanjiru, now):
        lock(page_of(SECOND), ROW)
        drill.hours[wanjiru.pk] = 5
        way = enrolled(wanjiru, course, now)
        required = way.release.outline.required_of("police")
        access_conditions.withdraw("drill")
        assert is_locked(way, SECOND, now) and not is_locked(way, FIRST, now)
        assert way.release.outline.required_of("police") == required and len(required) == 3
        assert "does not know any more" in course_page_of(client, wanjiru)
        put(page_of(FIRST), {"kind": "date", "day": date(2026, 1, 1)})
        assert release_waiting() == []
        assert "drill_hours" not in [one.what for one in effect_of(course.pk).changes]

    def test_the_release_keeps_what_a_row_without_a_plugin_has(self, on, course):
        access_conditions.withdraw("drill")
        put(page_of(SECOND), ROW)
        [change] = effect_of(course.pk).changes
        assert "“drill_hours” holds, which this site does not know" in change.what
        assert release_waiting() == []
        [condition] = Course.objects.get(pk=course.pk).release.outline.by_slug(SECOND).conditions
        assert condition == Condition("drill_hours", values={"hours": 3})
        assert Condition.read(condition.write()) == condition

    @pytest.mark.parametrize("values", [{}, {"hours": 0}, {"hours": 3, "since": 5}, [], "3"])
    def test_a_row_that_a_file_brought_half_is_not_released(self, client, on, course, editor, values):
        page = put(page_of(SECOND), {"kind": "drill_hours", "values": values})
        [problem] = release_waiting()
        assert "A condition is not filled in" in problem
        client.force_login(editor)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200

    @pytest.mark.parametrize("gives", [drill.error, drill.nothing, drill.generator])
    @pytest.mark.parametrize("name", ["holds", "could_hold", "facts", "for_learners", "for_reviewers", "fields"])
    def test_what_breaks_opens_nothing_and_takes_no_page_along(
        self, client, plugged, course, wanjiru, editor, academy, now, name, gives
    ):
        plugged(drill.broken(**{name: gives}))
        switch(plugin="drill", institution=academy, on=True, by=None, now=now)
        page = put(page_of(SECOND), ROW)
        assert len(effect_of(course.pk).changes) == 1
        assert release_waiting() == []
        way = enrolled(wanjiru, course, now)
        assert is_locked(way, SECOND, now) and not is_locked(way, FIRST, now) and way.remaining == 3
        assert "Lesson 2" in course_page_of(client, wanjiru)
        client.force_login(editor)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200

    def test_what_it_did_to_the_database_before_it_broke_is_taken_back(self, plugged, course, wanjiru, academy, now):
        def facts(self, enrolments, conditions, *, now):
            Enrolment.objects.all().update(remaining=0)
            return Enrolment.objects.raw("SELECT nothing FROM nowhere")[0]

        plugged(drill.broken(facts=facts))
        switch(plugin="drill", institution=academy, on=True, by=None, now=now)
        lock(page_of(SECOND), ROW)
        way = enrolled(wanjiru, course, now)
        assert is_locked(way, SECOND, now)
        way.refresh_from_db()
        assert way.remaining == 3

    def test_facts_are_asked_once_for_all_rows_of_a_page(self, client, on, course, wanjiru, now):
        lock(page_of(SECOND), ROW)
        way = enrolled(wanjiru, course, now)
        client.force_login(wanjiru)
        one = statements(client, "learn:course", "trafficking"), statements(client, "learn:mine")
        lock(page_of(SECOND), *({"kind": "drill_hours", "values": {"hours": number}} for number in range(2, 12)))
        lock(
            QuizPage.objects.get(), *({"kind": "drill_hours", "values": {"hours": number}} for number in range(20, 25))
        )
        corrections.move(now=now)
        assert (statements(client, "learn:course", "trafficking"), statements(client, "learn:mine")) == one
        drill.asked.clear()
        way = Enrolment.objects.select_related("institution").get(pk=way.pk)
        assert len(locks_of([way], now=now)[way.pk].of(way.release.outline.by_slug(SECOND).id)) == 10
        assert drill.asked == [(1, 15)]

"""A plugin of a new version goes on with what the one before stored; an older one leaves alone what a newer one did."""

from datetime import timedelta

import pytest

from courses.catalogue import lookup
from lms.foundation.plugins.activity import Outcome, Step
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.errors import TooNew
from lms.foundation.plugins.versions import NUMBER
from lms.learning.progress.access import activity_types
from lms.learning.progress.journal import deadlines, late_answers, services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.trial.fixtures import with_diary

DIARY = "/learn/trafficking/my-week/"


@pytest.fixture
def upgrade(trial, monkeypatch):
    """Installs version 2 of the diary, which counts “lines” where version 1 counted “entries”."""

    def answer(self, form, state, data, *, now):
        done = state["lines"] > 0
        return Step({"lines": state["lines"] + 1}, Outcome(completed=done, passed=done or None, closed=done))

    def upgraded(self, what, value, version):
        assert version == 1
        return {"lines": value["entries"]} if what == "state" else value

    def install():
        monkeypatch.setattr(trial.Diary, "version", 2)
        monkeypatch.setattr(trial.Diary, "upgrade", upgraded)
        monkeypatch.setattr(trial.Diary, "begin", lambda self, definition, *, seed, terms: ({}, {"lines": 0}))
        monkeypatch.setattr(trial.Diary, "answer", answer)
        monkeypatch.setattr(trial.Diary, "context", lambda self, definition, form, state, **more: {**state})

    return install


@pytest.fixture
def attempt(trial, course, wanjiru, switch, academy, now, monkeypatch):
    """One that version 1 began, with one entry of two."""
    monkeypatch.setattr(trial.Diary, "answer", lambda self, form, state, data, *, now: Step({"entries": 1}))
    with_diary(course)
    switch("trial", academy, True)
    wanjiru.refresh_from_db()
    services.enrol(people=[wanjiru], course=course, now=now)
    enrolment = Enrolment.objects.get(learner=wanjiru)
    entry = lookup.release(enrolment.release_id).outline.by_slug("my-week")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
    return services.answer(attempt=attempt, data={"write": ["A day."]}, event_id=uuid7(), now=now)


def send(client, text="Another day."):
    return client.post(DIARY, {"event_id": str(uuid7()), "write": text}, headers={"X-Requested-With": "fetch"})


class TestANewVersion:
    def test_goes_on_with_an_attempt_of_the_one_before(self, as_, wanjiru, attempt, upgrade):
        assert (attempt.state, attempt.form) == ({"entries": 1}, {})
        upgrade()
        client = as_(wanjiru)
        assert client.get(DIARY).status_code == 200
        assert send(client).status_code == 204
        attempt.refresh_from_db()
        assert (attempt.state, attempt.form, attempt.passed) == ({"lines": 2, NUMBER: 2}, {}, True)

    def test_finds_no_difference_in_what_the_one_before_stored(self, attempt, upgrade):
        upgrade()
        assert list(rebuild(write=True)) == []
        attempt.refresh_from_db()
        assert attempt.state == {"entries": 1}

    def test_finds_the_difference_that_there_is(self, attempt, upgrade):
        Attempt.objects.update(state={"entries": 7})
        upgrade()
        [found] = rebuild(write=True)
        assert found.columns["state"] == ({"entries": 7}, {"lines": 1, NUMBER: 2})
        assert list(rebuild(write=False)) == []

    def test_mends_what_it_cannot_bring_up(self, attempt, upgrade):
        Attempt.objects.update(state={})
        upgrade()
        [found] = rebuild(write=True)
        assert found.columns["state"] == ({}, {"lines": 1, NUMBER: 2})

    def test_keeps_no_late_answer_that_says_nothing_new(self, attempt, upgrade, now, monkeypatch, trial):
        upgrade()
        monkeypatch.setattr(trial.Diary, "admit", lambda self, form, state, answers, *, now: Step(dict(state)))
        Attempt.objects.update(closed_at=now)
        assert (
            late_answers.store_answer(attempt=attempt, data={"write": ["A day."]}, event_id=uuid7(), now=now) is False
        )
        assert not Event.objects.filter(verb="late").exists()

    def test_costs_no_statement(self, attempt, upgrade, django_assert_num_queries, now, monkeypatch, trial):
        with django_assert_num_queries(5):
            services.answer(attempt=attempt, data={"write": ["One."]}, event_id=uuid7(), now=now)
        upgrade()
        monkeypatch.setattr(trial.Diary, "answer", lambda self, form, state, data, *, now: Step({**state}))
        with django_assert_num_queries(5):
            services.answer(attempt=attempt, data={"write": ["Two."]}, event_id=uuid7(), now=now)

    def test_that_breaks_as_it_upgrades_is_a_fault_and_writes_nothing(
        self, as_, wanjiru, attempt, upgrade, monkeypatch, trial
    ):
        upgrade()
        monkeypatch.setattr(trial.Diary, "upgrade", lambda self, what, value, version: value["no such thing"])
        before = Event.objects.count()
        for response in (as_(wanjiru).get(DIARY), send(as_(wanjiru))):
            assert response.status_code == 503
            assert "“Practice diary” has a fault" in response.content.decode()
            assert "Mafunzo-Answer" not in response.headers
        assert Event.objects.count() == before


class TestAnOlderVersion:
    @pytest.fixture(params=["form", "state"])
    def newer(self, request, attempt):
        """What version 2 stored, where version 1 is installed again."""
        Attempt.objects.update(**{request.param: {"entries": 1, NUMBER: 2}})
        attempt.refresh_from_db()
        return attempt

    def test_says_that_it_is_older_and_writes_nothing(self, as_, wanjiru, newer):
        before = Event.objects.count()
        for response in (as_(wanjiru).get(DIARY), send(as_(wanjiru))):
            assert response.status_code == 503
            page = response.content.decode()
            assert "made by a newer version of “Practice diary” than the one that is installed" in page
            assert "has a fault" not in page
            assert "Mafunzo-Answer" not in response.headers
        assert Event.objects.count() == before

    def test_folds_nothing_anew(self, newer):
        [skipped] = rebuild(write=True)
        assert "Version 2 of “trial_diary”" in skipped.skipped
        assert Attempt.objects.get().events == 2

    def test_an_older_plugin_ends_no_attempt(self, newer, now):
        Attempt.objects.update(deadline_at=now - timedelta(hours=1))
        assert deadlines.sweep(now=now) == 0
        assert Attempt.objects.get().closed_at is None

    def test_begins_nothing_from_a_newer_content(self, attempt, now, trial):
        entry = lookup.release(attempt.release_id).outline.by_slug("my-week")
        lookup.content(entry.contents["en"]).definition[NUMBER] = 2
        Attempt.objects.update(closed_at=now)
        activity_types.forget()
        with pytest.raises(TooNew):
            services.begin(enrolment=attempt.enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
        assert Attempt.objects.count() == 1

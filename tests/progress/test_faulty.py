"""An activity whose plugin breaks: 503 with a sentence, nothing written, and the rest of the course goes on."""

import pytest

from courses.catalogue import lookup
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.access import activity_types
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.switchboard import recent_faults
from tests.trial.fixtures import with_diary

DIARY = "/learn/trafficking/my-week/"


def break_down(*args, **kwargs):
    raise ZeroDivisionError("secret detail")


@pytest.fixture
def learner_in(trial, course, wanjiru, switch, academy, now):
    """Wanjiru in a course that begins with a diary of the plugin `trial`."""
    with_diary(course)
    switch("trial", academy, True)
    wanjiru.refresh_from_db()
    services.enrol(people=[wanjiru], course=course, now=now)
    return Enrolment.objects.get(learner=wanjiru)


def begun(enrolment, now):
    entry = lookup.release(enrolment.release_id).outline.by_slug("my-week")
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)


def said(response):
    page = response.content.decode()
    assert response.status_code == 503
    assert "“Practice diary” has a fault" in page
    assert "secret detail" not in page
    assert "Back to the course" in page


class TestOnePage:
    @pytest.mark.parametrize("name", ["context", "needs", "attempts_allowed", "terms"])
    def test_a_fault_of_the_plugin_is_explained(self, as_, wanjiru, trial, learner_in, monkeypatch, name):
        monkeypatch.setattr(trial.Diary, name, break_down)
        activity_types.forget()
        said(as_(wanjiru).get(DIARY))
        assert recent_faults.sockets_by_plugin(["trial"]) == {"trial": ["activity type"]}

    @pytest.mark.parametrize("value", [None, "text", 3])
    def test_is_explained_where_it_gives_nothing_of_use(self, as_, wanjiru, trial, learner_in, monkeypatch, value):
        monkeypatch.setattr(trial.Diary, "context", lambda *args, **kwargs: value)
        said(as_(wanjiru).get(DIARY))

    def test_is_explained_where_its_template_breaks(
        self, as_, wanjiru, trial, learner_in, monkeypatch, settings, tmp_path
    ):
        (tmp_path / "trial").mkdir()
        (tmp_path / "trial" / "diary.html").write_text("{% load interface %}{{ 3|day }}")
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
        for name in ("trial/diary.html", "trial/nowhere.html"):
            monkeypatch.setattr(trial.Diary, "template", name)
            response = as_(wanjiru).get(DIARY)
            assert response.status_code == 503
            assert "has a fault" in response.content.decode()

    def test_leaves_the_rest_of_the_course_alone(self, as_, wanjiru, trial, learner_in, monkeypatch):
        for name in ("context", "called", "what_counts"):
            monkeypatch.setattr(trial.Diary, name, break_down)
        for address in ("/learn/", "/learn/trafficking/", "/learn/trafficking/trafficking-lesson-1/"):
            assert as_(wanjiru).get(address).status_code == 200


class TestAnAnswer:
    @pytest.mark.parametrize("name", ["begin", "deadline"])
    def test_that_begins_writes_nothing(self, as_, wanjiru, trial, learner_in, monkeypatch, name):
        monkeypatch.setattr(trial.Diary, name, break_down)
        said(as_(wanjiru).post(f"{DIARY}start/", {"event_id": str(uuid7())}))
        assert not Attempt.objects.exists()
        assert not Event.objects.exists()

    @pytest.mark.parametrize("name", ["answer", "taken", "combine", "grace"])
    def test_writes_nothing(self, as_, wanjiru, trial, learner_in, now, monkeypatch, name):
        attempt = begun(learner_in, now)
        Attempt.objects.update(deadline_at=now.replace(year=2099))
        monkeypatch.setattr(trial.Diary, name, break_down)
        before = Event.objects.count()
        response = as_(wanjiru).post(DIARY, {"event_id": str(uuid7()), "write": "A day."})
        said(response)
        assert "Mafunzo-Answer" not in response.headers
        assert Event.objects.count() == before
        attempt.refresh_from_db()
        assert attempt.state == {"entries": 0}

    @pytest.mark.parametrize(
        "step", [None, {}, ({}, True), "closed", pytest.param(float("nan"), id="nan"), [], object()]
    )
    def test_that_is_folded_to_nothing_of_use_writes_nothing(
        self, as_, wanjiru, trial, learner_in, now, monkeypatch, step
    ):
        begun(learner_in, now)
        monkeypatch.setattr(trial.Diary, "answer", lambda *args, **kwargs: step)
        before = Event.objects.count()
        said(as_(wanjiru).post(DIARY, {"event_id": str(uuid7()), "write": "A day."}))
        assert Event.objects.count() == before

    def test_counts_once_it_works_again(self, as_, wanjiru, trial, learner_in, now, monkeypatch):
        attempt = begun(learner_in, now)
        event = {"event_id": str(uuid7()), "write": "A day."}
        with monkeypatch.context() as patch:
            patch.setattr(trial.Diary, "answer", break_down)
            assert as_(wanjiru).post(DIARY, event).status_code == 503
        assert as_(wanjiru).post(DIARY, event).status_code == 302
        attempt.refresh_from_db()
        assert attempt.completed_at

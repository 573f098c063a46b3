"""Everything but the journal can be made anew, and the command proves it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.completion.figures import FIGURES
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from tests.builders import complete, right_answers, start_attempt, wrong_answers

from .test_corrections import correct, do


def rebuild(**options) -> str:
    out = StringIO()
    call_command("rebuild_progress", stdout=out, now=True, **options)
    return out.getvalue()


@pytest.fixture
def history(enrolment, course, abdi, now):
    """A completed enrolment, after a failed attempt and with further practice, and one under way."""
    clock = now
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        clock += timedelta(minutes=5)
        do(enrolment, slug, clock)
    for answers in (wrong_answers, right_answers):
        clock += timedelta(minutes=5)
        attempt = start_attempt(enrolment, "trafficking-quiz", clock)
        field = f"q:{attempt.form['items'][0]['id']}"
        services.answer(
            attempt=attempt, data={field: attempt.form["items"][0]["order"][:1]}, event_id=uuid7(), now=clock
        )
        services.answer(attempt=attempt, data=answers(attempt), event_id=uuid7(), now=clock + timedelta(minutes=1))
    do(enrolment, "trafficking-lesson-1", clock + timedelta(days=1))
    services.enrol(people=[abdi], course=course, now=now)
    do(Enrolment.objects.get(learner=abdi), "trafficking-lesson-2", now)
    enrolment.refresh_from_db()
    return enrolment


def test_finds_no_difference_after_a_whole_history_however_many_chunks_it_has(history, monkeypatch):
    assert history.status == Enrolment.Status.COMPLETED
    assert "0 rows differ, 0 attempts skipped." in rebuild(check=True)

    monkeypatch.setattr("lms.learning.progress.journal.rebuild.CHUNK", 1)
    complete(Enrolment.objects.get(completed_at=None), now=history.completed_at)

    assert "0 rows differ" in rebuild(check=True)


def test_reports_every_column_that_differs_and_ends_in_an_error(history):
    Attempt.objects.filter(enrolment=history, number=2).update(score=0.1, state={})
    Enrolment.objects.filter(pk=history.pk).update(remaining=2, done=[])

    with pytest.raises(CommandError, match="2 rows differ") as error:
        rebuild(check=True)
    assert error.value.returncode == 1
    assert Enrolment.objects.get(pk=history.pk).remaining == 2


def test_a_number_that_another_python_added_up_otherwise_is_the_same(history):
    scores = {name: value - 1e-12 for name, value in history.scores.items() if value is not None}
    Enrolment.objects.filter(pk=history.pk).update(score=history.score - 1e-12, scores={**history.scores, **scores})
    Attempt.objects.filter(enrolment=history, score=1.0).update(score=1 - 1e-12)
    assert "0 rows differ, 0 attempts skipped. Numbers within 1e-09 are the same." in rebuild(check=True)

    Enrolment.objects.filter(pk=history.pk).update(scores={name: value - 1e-8 for name, value in scores.items()})
    with pytest.raises(CommandError, match="1 rows differ"):
        rebuild(check=True)


def test_corrects_what_differs(history):
    wrong = {
        "remaining": 2,
        "done": [],
        "score": 0.2,
        "scores": {},
        "status": "started",
        "completed_at": None,
        "seen_at": None,
    }
    Enrolment.objects.filter(pk=history.pk).update(**wrong)

    rebuild()

    again = Enrolment.objects.get(pk=history.pk)
    names = [*FIGURES, "started_at"]
    assert {name: getattr(again, name) for name in names} == {name: getattr(history, name) for name in names}
    assert "0 rows differ" in rebuild(check=True)


def test_follows_an_enrolment_that_a_correction_moved(history, abdi, now):
    correct("trafficking-lesson-1", required=False)
    corrections.move(now=now + timedelta(days=3))

    assert Enrolment.objects.get(learner=abdi).moved_at is not None
    assert "0 rows differ" in rebuild(check=True)


def test_follows_an_enrolment_that_a_correction_completed(enrolment, now):
    do(enrolment, "trafficking-lesson-1", now)
    attempt = start_attempt(enrolment, "trafficking-quiz", now)
    services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now)
    correct("trafficking-lesson-2", required=False)
    corrections.move(now=now + timedelta(days=1))
    do(Enrolment.objects.get(), "trafficking-lesson-2", now + timedelta(days=2))

    assert Enrolment.objects.get().completed_at == now + timedelta(days=1)
    assert "0 rows differ" in rebuild(check=True)


def test_lists_attempts_whose_plugin_is_absent(history, monkeypatch):
    monkeypatch.delitem(activities._entries, "quiz")

    assert "0 rows differ, 2 attempts skipped." in rebuild(check=True)


def test_one_attempt_that_breaks_its_activity_type_stops_no_other(history):
    Attempt.objects.filter(enrolment=history, number=1, kind="quiz").update(form={})
    Attempt.objects.filter(enrolment=history, number=2, kind="quiz").update(score=0.1)

    assert "1 rows differ, 1 attempts skipped." in rebuild()
    assert Attempt.objects.get(enrolment=history, number=2, kind="quiz").score == 1

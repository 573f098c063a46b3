"""Attempts that were closed before the review went by phases say when, too; the journal agrees."""

from importlib import import_module

from django.apps import apps

from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt
from tests.builders import complete


def test_attempts_of_before_say_when_they_were_closed(enrolment, now):
    complete(enrolment, now=now)
    attempt = Attempt.objects.get(kind="quiz")
    new = attempt.state
    attempt.state = {name: value for name, value in new.items() if name != "closed"}
    attempt.save(update_fields=["state"])
    assert [finding.row for finding in rebuild(write=False)] == [f"attempt {attempt.pk}"]

    import_module("assessments.quiz.migrations.0006_when_attempts_closed").say_when(apps, None)

    attempt.refresh_from_db()
    assert attempt.state == new
    assert list(rebuild(write=False)) == []

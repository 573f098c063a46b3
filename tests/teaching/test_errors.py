"""What is wrong with a form of an instructor stands beside its field and in a summary that has the focus."""

import pytest
from django.urls import reverse

from assessments.quiz.exams import sittings
from courses.models import Activity
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import late_answers
from lms.learning.progress.models import Enrolment, Event
from lms.people.directory.choices import Role
from tests.builders import complete
from tests.conftest import make_person
from tests.erring import assert_says


def test_assigning_nothing_to_nobody(as_, omar, assigned):
    response = as_(omar).get(reverse("teach:assign"), {"check": "1", "due": "2020-01-31"})
    assert_says(response, "id_course", "Choose at least one course or programme.")
    assert_says(response, "id_cohort", "Choose the cohort that is to learn this.")


def test_a_service_number_that_nobody_has(as_, omar, assigned):
    response = as_(omar).post(reverse("teach:people", args=[assigned.pk]), {"numbers": "KE-404"})
    assert_says(response, "id_numbers", "nobody of Mlima Police Academy has the service number")


@pytest.fixture
def quiz(course):
    return Activity.objects.get(pk=course.release.outline.activities[-1].id)


def test_an_exception_without_a_reason(as_, omar, assigned, quiz):
    response = as_(omar).post(
        reverse("quiz:exceptions", args=[assigned.pk]), {"activity": quiz.pk, "extra_minutes": "x"}
    )
    assert_says(response, "id_reason", "Write down why.")
    assert_says(response, "id_extra_minutes", "Write a whole number from 0 to 1440, in digits.")


@pytest.mark.parametrize(
    ("way", "field"), [("extend", "extend_reason"), ("close", "close_reason"), ("again", "again_reason")]
)
def test_an_invigilator_without_a_reason_is_asked_for_one(as_, omar, assigned, quiz, now, way, field):
    sitting = sittings.plan(activity=quiz, cohort=assigned, room="Hall 2", planned_at=now, invigilator=omar, now=now)
    ticket = sitting.tickets.order_by("pk").first()
    if way != "again":
        begin(ticket, quiz, now)
    assert_says(
        as_(omar).post(reverse(f"quiz:ticket-{way}", args=[ticket.pk]), {"minutes": "5"}), field, "Write down why."
    )


def begin(ticket, quiz, now) -> None:
    """Put the learner of a ticket into the exam, without the code."""
    from lms.learning.progress.journal import services

    enrolment = Enrolment.objects.get(learner=ticket.learner)
    entry = enrolment.release.outline.by_id(str(quiz.pk))
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
    type(ticket).objects.filter(pk=ticket.pk).update(attempt=attempt, used_at=now)


class TestDecidingOnWhatCameLate:
    @pytest.fixture
    def attempt(self, assigned, wanjiru, now):
        enrolment = complete(Enrolment.objects.get(learner=wanjiru), now=now)
        attempt = enrolment.attempts.get(activity=enrolment.release.outline.activities[-1].id)
        question = attempt.form["items"][0]["id"]
        late_answers.store_answer(attempt=attempt, data={f"q:{question}": [""]}, event_id=uuid7(), now=now)
        attempt.refresh_from_db()
        return attempt

    def test_a_decision_without_a_reason_is_refused(self, as_, omar, attempt):
        sent = {"decision": "admit", "seen": attempt.late, "event_id": str(uuid7()), "reason": "  "}
        assert_says(as_(omar).post(reverse("teach:late", args=[attempt.pk]), sent), "reason", "Say why, in up to")
        assert not Event.objects.filter(verb="admitted").exists()

    def test_that_somebody_else_decided_meanwhile_is_said_though_the_form_is_gone(self, as_, omar, attempt, now):
        late_answers.decide(
            attempt=attempt, admitted=False, seen=attempt.late, reason="Too late.", by=omar, event_id=uuid7(), now=now
        )
        sent = {"decision": "admit", "seen": attempt.late, "event_id": str(uuid7()), "reason": "It was a power cut."}
        response = as_(omar).post(reverse("teach:late", args=[attempt.pk]), sent)
        assert response.status_code == 422
        assert "somebody else decided" in response.content.decode().split('class="error-summary"')[1]


def test_revoking_without_a_reason(as_, academy, assigned, wanjiru, now):
    serial = complete(Enrolment.objects.get(learner=wanjiru), now=now).certificate.serial
    administrator = make_person("KE-300", "Achieng Nabwire", academy, Role.ADMINISTRATOR)
    response = as_(administrator).post(reverse("certificates:revoke", args=[serial]), {"why": " "})
    assert_says(response, "why", "Say why, in up to 300 characters.")

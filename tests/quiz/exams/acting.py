"""What the people of an exam do, through the doors that they use."""

from assessments.quiz.exams import admission, codes
from assessments.quiz.exams.models import Ticket
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services


def ticket_of(person) -> Ticket:
    return Ticket.objects.in_force().get(learner=person)


def code_of(person) -> str:
    ticket = ticket_of(person)
    return codes.code(ticket.pk, ticket.nonce)


def enter(enrolment, entry, code, now):
    return admission.enter(enrolment=enrolment, entry=entry, code=code, event_id=uuid7(), now=now, language="en")


def begin(enrolment, entry, now):
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)


def save(attempt, now, *, number=0):
    """Answer one question."""
    item = attempt.form["items"][number]
    return services.answer(attempt=attempt, data={f"q:{item['id']}": item["order"][:1]}, event_id=uuid7(), now=now)

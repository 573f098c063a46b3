"""More time: with a reason, on record, shown to the learner, and never taken away by other dates."""

from datetime import timedelta

import pytest

from lms.desks.notices.models import Notice
from lms.learning.progress.enrolments import assignment_services, date_changes, extension_services, withdrawal_services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Extension
from lms.learning.progress.models.dates import Dates
from lms.learning.progress.models.reasons import NoReason
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import User
from lms.people.directory.rules import OwnCase

from .counting import statements


@pytest.fixture
def assignment(cohort, course, omar, now):
    (given,) = assignment_services.assign(
        cohort=cohort, courses=[course], due_at=now + timedelta(days=14), by=omar, now=now
    )
    return assignment_services.run_assignment(given.pk, clock=lambda: now)


def extend(rows, omar, now, days=21, reason="She was in hospital"):
    until = now + timedelta(days=days)
    return extension_services.extend(enrolments=rows, until=until, reason=reason, by=omar, now=now)


def test_moves_the_due_date_keeps_who_did_it_and_why_and_tells_the_learner(assignment, wanjiru, abdi, omar, now):
    given = extend(Enrolment.objects.filter(learner=wanjiru), omar, now)
    own, other = Enrolment.objects.get(learner=wanjiru), Enrolment.objects.get(learner=abdi)
    assert own.due_at == own.extended_to == now + timedelta(days=21)
    assert other.due_at == now + timedelta(days=14)
    kept = Extension.objects.get()
    assert [one.reason for one in given] == [kept.reason]
    assert (kept.reason, kept.given_by, kept.before) == ("She was in hospital", omar, now + timedelta(days=14))
    entry = AuditEntry.objects.get(action=extension_services.EXTENDED)
    assert (entry.person_id, entry.by_id, entry.institution_id) == (wanjiru.pk, omar.pk, own.institution_id)
    assert Notice.objects.get(kind="extended").person == wanjiru


def test_nobody_gives_it_to_themselves(assignment, wanjiru, now):
    with pytest.raises(OwnCase):
        extend(Enrolment.objects.all(), wanjiru, now)
    assert not Extension.objects.exists()


def test_the_same_again_changes_nothing(assignment, omar, now):
    extend(Enrolment.objects.all(), omar, now)
    assert extend(Enrolment.objects.all(), omar, now) == []
    assert Extension.objects.count() == 2


def test_given_again_after_it_was_withdrawn_the_new_reason_is_read(assignment, course, wanjiru, omar, now):
    Enrolment.objects.update(started_at=now, status="started")
    extend(Enrolment.objects.filter(learner=wanjiru), omar, now)
    withdrawal_services.withdraw(assignment=assignment, by=omar, now=now)
    assignment_services.run_assignment(assignment.pk, clock=lambda: now)
    assignment_services.assign(
        cohort=assignment.cohort, courses=[course], due_at=now + timedelta(days=14), by=omar, now=now
    )
    assignment_services.run_assignment(assignment.pk, clock=lambda: now)

    extend(Enrolment.objects.filter(learner=wanjiru), omar, now, reason="She has a child")

    own = Enrolment.objects.get(learner=wanjiru)
    assert (own.extended_to, extension_services.latest(own).reason) == (now + timedelta(days=21), "She has a child")


def test_nobody_gets_less(assignment, omar, now):
    assert extend(Enrolment.objects.all(), omar, now, days=3) == []
    assert set(Enrolment.objects.values_list("due_at", "extended_to")) == {(now + timedelta(days=14), None)}


def test_lets_in_again_who_was_shut_out(assignment, omar, now):
    Enrolment.objects.update(due_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
    extend(Enrolment.objects.all(), omar, now)
    assert not any(row.is_closed(now) for row in Enrolment.objects.all())


def test_what_is_completed_stays_as_it_is(assignment, wanjiru, omar, now):
    Enrolment.objects.filter(learner=wanjiru).update(status="completed", completed_at=now)
    assert len(extend(Enrolment.objects.all(), omar, now)) == 1


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 301])
def test_nothing_without_a_reason(assignment, omar, now, reason):
    with pytest.raises(NoReason, match="Say why"):
        extend(Enrolment.objects.all(), omar, now, reason=reason)
    assert not Extension.objects.exists()


def test_other_dates_leave_more_time_alone(assignment, wanjiru, abdi, omar, now):
    extend(Enrolment.objects.filter(learner=wanjiru), omar, now)
    changed = date_changes.change_dates(
        assignment=assignment, dates=Dates(due_at=now + timedelta(days=7)), late_days=None, by=omar, now=now
    )
    assignment_services.run_assignment(changed.pk, clock=lambda: now)

    assert Enrolment.objects.get(learner=wanjiru).due_at == now + timedelta(days=21)
    assert Enrolment.objects.get(learner=abdi).due_at == now + timedelta(days=7)


def test_costs_as_many_statements_for_many(assignment, course, omar, academy, now):
    people = User.objects.bulk_create(
        User(service_number=f"KE-3{number:03}", name="N", institution=academy) for number in range(60)
    )
    people_services.join(cohort=assignment.cohort, people=people, now=now)
    rows = list(Enrolment.objects.order_by("pk"))
    with statements() as few:
        extend(rows[:2], omar, now)
    with statements() as many:
        extend(rows[2:], omar, now)
    assert len(many) <= len(few)
    assert Extension.objects.count() == 62


def test_a_reason_is_read_with_one_statement_and_none_is_looked_for_where_there_is_none(
    assignment, wanjiru, abdi, omar, now, django_assert_num_queries
):
    extend(Enrolment.objects.filter(learner=wanjiru), omar, now)
    own, other = Enrolment.objects.get(learner=wanjiru), Enrolment.objects.get(learner=abdi)
    with django_assert_num_queries(1):
        assert extension_services.latest(own).reason == "She was in hospital"
        assert extension_services.latest(other) is None

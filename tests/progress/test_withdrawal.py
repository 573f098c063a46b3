"""What is withdrawn is taken back where nothing was done, and stays with its record where something was."""

from datetime import timedelta

import pytest

from lms.desks.notices.models import Notice
from lms.foundation.plugins.notice import PendingNotice
from lms.learning.progress.enrolments import assignment_services, withdrawal_services
from lms.learning.progress.enrolments.withdrawal_services import WithdrawalCounts
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.models.dates import Dates
from lms.learning.progress.notices import date_changes as date_notices
from lms.people.administration.records import services as people_services
from lms.people.administration.workspace.cohort_rules import keep_up, set_rule
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, User
from tests.builders import start_attempt
from tests.conftest import make_person

from .counting import statements


def give(cohort, course, by, now, **dates):
    dates = Dates(**(dates or {"due_at": now + timedelta(days=14)}))
    (given,) = assignment_services.assign(cohort=cohort, courses=[course], dates=dates, by=by, now=now)
    return assignment_services.run_assignment(given.pk, clock=lambda: now)


@pytest.fixture
def assignment(cohort, course, omar, now):
    return give(cohort, course, omar, now)


@pytest.fixture
def begun(assignment, wanjiru, now):
    """Wanjirũ has begun the quiz."""
    own = Enrolment.objects.select_related("institution").get(learner=wanjiru)
    return start_attempt(own, "trafficking-quiz", now).enrolment


def withdraw(assignment, by, now):
    withdrawal_services.withdraw(assignment=assignment, by=by, now=now)
    return assignment_services.run_assignment(assignment.pk, clock=lambda: now)


def test_the_preview_says_what_stays_and_writes_nothing(assignment, begun):
    assert withdrawal_services.preview_withdrawal(assignment) == WithdrawalCounts(
        taken_back=1, under_way=1, completed=0
    )
    assert Enrolment.objects.count() == 2


def test_what_was_not_begun_is_taken_back_and_what_was_stays(assignment, begun, wanjiru, abdi, omar, now):
    withdrawn = withdraw(assignment, omar, now)

    assert (withdrawn.status, withdrawn.withdrawn_at) == ("done", now)
    own = Enrolment.objects.get()
    assert (own, own.due_at, own.required, own.assignment) == (begun, None, False, assignment)
    assert Attempt.objects.filter(enrolment=own).count() == 1
    assert set(Notice.objects.filter(kind="withdrawn").values_list("person", flat=True)) == {wanjiru.pk, abdi.pk}


def test_what_staff_entered_is_no_less_done(assignment, abdi, omar, now):
    own = Enrolment.objects.select_related("institution").get(learner=abdi)
    start_attempt(own, "trafficking-quiz", now, by=omar)

    withdraw(assignment, omar, now)

    assert Enrolment.objects.get().learner == abdi


def test_whoever_joins_later_does_not_get_it(assignment, cohort, academy, omar, now):
    withdraw(assignment, omar, now)
    people_services.join(cohort=cohort, people=[make_person("KE-9", "Late Comer", academy)], now=now)
    assert not Enrolment.objects.exists()


def test_what_another_cohort_gives_as_well_is_had_by_that(
    assignment, course, wanjiru, abdi, academy, omar, now, django_capture_on_commit_callbacks
):
    other = Cohort.objects.create(institution=academy, name="Second chance")
    people_services.join(cohort=other, people=[abdi], now=now)
    second = give(other, course, omar, now, due_at=now + timedelta(days=60))
    give(assignment.cohort, course, omar, now)  # the first has the last word

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(assignment, omar, now)

    own = Enrolment.objects.get()
    assert (own.learner, own.assignment, own.due_at) == (abdi, second, now + timedelta(days=60))
    told = Notice.objects.filter(kind="withdrawn").order_by("pk")
    said = date_notices.Withdrawn().words([PendingNotice(one.person_id, one.facts) for one in told], now=now)
    assert {one.person_id: words is not None for one, words in zip(told, said, strict=True)} == {
        abdi.pk: False,
        wanjiru.pk: True,
    }


def test_assigned_again_it_is_as_if_it_were_new(assignment, course, cohort, omar, now):
    withdraw(assignment, omar, now)
    later = now + timedelta(days=3)
    again = give(cohort, course, omar, later, due_at=now + timedelta(days=30))

    assert (again.pk, again.withdrawn_at, again.assigned_at) == (assignment.pk, None, later)
    assert Enrolment.objects.count() == 2
    assert Notice.objects.filter(kind="assigned").count() == 4


def test_goes_on_where_it_was_killed_and_twice_is_once(assignment, omar, now, monkeypatch):
    monkeypatch.setattr(withdrawal_services, "BATCH", 1)
    for _time in range(2):
        withdraw(assignment, omar, now)
    assert not Enrolment.objects.exists()
    assert Assignment.objects.get().withdrawn_at == now


def test_is_done_although_the_course_was_closed_meanwhile(assignment, course, omar, now):
    type(course).objects.update(open=False)
    assert withdraw(assignment, omar, now).status == "done"
    assert not Enrolment.objects.exists()


def test_a_batch_costs_as_many_statements_for_many(assignment, cohort, course, omar, academy, now):
    def cost():
        with statements() as found:
            withdraw(Assignment.objects.get(), omar, now)
        return len(found)

    few = cost()
    people = [User(service_number=f"KE-3{number:03}", name="N", institution=academy) for number in range(60)]
    people_services.join(cohort=cohort, people=User.objects.bulk_create(people), now=now)
    give(cohort, course, omar, now)
    assert Enrolment.objects.count() == 62
    assert cost() <= few


class TestARule:
    """“All constables”: who fits gets what the cohort was given, and who fits no more gives back what was not begun."""

    @pytest.fixture
    def constables(self, academy, course, omar, now):
        administrator = make_person("KE-101", "Amina Said", academy, Role.ADMINISTRATOR)
        cohort = Cohort.objects.create(institution=academy, name="Constables")
        self.people = [
            make_person(f"KE-{number}", f"Constable {number}", academy, rank="Constable") for number in (1, 2)
        ]
        self.rule = set_rule(cohort=cohort, ranks="Constable", since=None, by=administrator, now=now)
        give(cohort, course, omar, now)
        return cohort

    def test_who_comes_to_fit_is_enrolled(self, constables, academy, now):
        new = make_person("KE-3", "Constable 3", academy, rank="Constable")
        keep_up(self.rule, now=now)
        assert Enrolment.objects.filter(learner=new).exists()

    def test_who_fits_no_more_gives_back_what_was_not_begun(self, constables, now):
        first, second = Enrolment.objects.select_related("institution").order_by("pk")
        start_attempt(first, "trafficking-quiz", now)
        User.objects.filter(pk__in=[first.learner_id, second.learner_id]).update(rank="Sergeant")

        keep_up(self.rule, now=now)

        assert list(Enrolment.objects.values_list("pk", "due_at")) == [(first.pk, first.due_at)]

    def test_who_is_taken_out_by_hand_keeps_it(self, constables, omar, now):
        people_services.leave(cohort=constables, person=self.people[0], now=now, by=omar)
        assert Enrolment.objects.count() == 2

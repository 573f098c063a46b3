"""Courses given to cohorts: now, again, after a kill, and for those who join later."""

from datetime import timedelta

import pytest

from lms.foundation.work.runner import do_next
from lms.learning.progress.enrolments import assignment_preview, assignment_services
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.tasks import sweep
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person

from .counting import statements


@pytest.fixture
def cohort(academy, wanjiru, abdi, now):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    return cohort


def assign(cohort, course, by, now, days=14):
    return assignment_services.assign(
        cohort=cohort, courses=[course], due_at=now + timedelta(days=days), by=by, now=now
    )[0]


def test_enrols_everybody_in_the_cohort_with_the_due_date(
    cohort, course, omar, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assignment = assign(cohort, course, omar, now)

    assignment.refresh_from_db()
    assert (assignment.status, assignment.handled, assignment.total) == (Assignment.Status.DONE, 2, 2)
    assert set(Enrolment.objects.values_list("learner__service_number", "due_at")) == {
        ("KE-20377", now + timedelta(days=14)),
        ("KE-20417", now + timedelta(days=14)),
    }


def test_assigning_again_only_brings_the_new_due_date(cohort, course, omar, now, django_capture_on_commit_callbacks):
    for days in (14, 20):
        with django_capture_on_commit_callbacks(execute=True):
            assign(cohort, course, omar, now, days)

    assert Assignment.objects.count() == 1
    assert list(Enrolment.objects.values_list("due_at", flat=True)) == [now + timedelta(days=20)] * 2


def test_a_due_date_leaves_completed_enrolments_as_they_are(cohort, course, enrolment, omar, now):
    from tests.builders import complete

    complete(enrolment, now=now)
    assignment_services.run_assignment(assign(cohort, course, omar, now).pk, clock=lambda: now)

    enrolment.refresh_from_db()
    assert enrolment.due_at is None
    assert Enrolment.objects.filter(learner=enrolment.learner).count() == 1


def test_a_closed_course_is_refused_with_a_sentence_and_nothing_is_written(cohort, course, omar, now):
    course.open = False
    course.save()

    with pytest.raises(services.CourseClosed, match="is closed"):
        assign(cohort, course, omar, now)
    assert not Assignment.objects.exists()


def test_goes_on_where_it_was_killed(cohort, course, omar, now, monkeypatch):
    monkeypatch.setattr(assignment_services, "BATCH", 1)
    assignment = assign(cohort, course, omar, now)
    do_next(assignment_services.ROWS.all(), assignment, assignment_services.steps(), clock=lambda: now)
    assignment.refresh_from_db()
    assert (assignment.status, assignment.handled, Enrolment.objects.count()) == (Assignment.Status.RUNNING, 1, 1)

    assignment_services.run_assignment(assignment.pk, clock=lambda: now)

    assignment.refresh_from_db()
    assert (assignment.status, assignment.handled, Enrolment.objects.count()) == (Assignment.Status.DONE, 2, 2)


def test_the_sweep_takes_up_what_nobody_works_on(cohort, course, omar, now, django_capture_on_commit_callbacks):
    assignment = assign(cohort, course, omar, now - timedelta(days=400))

    with django_capture_on_commit_callbacks(execute=True):
        sweep()

    assignment.refresh_from_db()
    assert assignment.status == Assignment.Status.DONE


def test_who_joins_later_is_enrolled_in_the_same_transaction(cohort, course, omar, academy, now):
    assignment_services.run_assignment(assign(cohort, course, omar, now).pk, clock=lambda: now)
    late = make_person("KE-9", "Late Comer", academy)

    people_services.join(cohort=cohort, people=[late], now=now)

    assert Enrolment.objects.get(learner=late).due_at == now + timedelta(days=14)


def test_who_joins_later_is_not_enrolled_in_a_course_that_closed(cohort, course, omar, academy, now):
    assign(cohort, course, omar, now)
    course.open = False
    course.save()

    people_services.join(cohort=cohort, people=[make_person("KE-9", "Late Comer", academy)], now=now)

    assert not Enrolment.objects.filter(learner__service_number="KE-9").exists()


def test_people_without_an_institution_are_passed_over(cohort, course, omar, now):
    people_services.join(cohort=cohort, people=[make_person("X-1", "Nowhere Yet")], now=now)

    assignment_services.run_assignment(assign(cohort, course, omar, now).pk, clock=lambda: now)

    assert Enrolment.objects.count() == 2


def test_the_preview_counts_in_as_many_statements_for_many(
    cohort, course, enrolment, abdi, academy, now, django_assert_num_queries
):
    from tests.builders import complete

    people = [User(service_number=f"KE-3{number:03}", name="N", institution=academy) for number in range(40)]
    people_services.join(
        cohort=cohort, people=[*User.objects.bulk_create(people), make_person("X-1", "Nowhere Yet")], now=now
    )
    services.enrol(people=[abdi], course=course, now=now)
    complete(enrolment, now=now)

    with django_assert_num_queries(2):
        (effect,) = assignment_preview.preview_assignment(cohort=cohort, courses=[course])

    assert (effect.new, effect.under_way, effect.completed, effect.without_institution) == (40, 1, 1, 1)


def test_a_batch_costs_as_many_statements_for_many(cohort, course, omar, academy, now):
    def cost() -> int:
        assignment = assign(cohort, course, omar, now)
        with statements() as found:
            assignment_services.run_assignment(assignment.pk, clock=lambda: now)
        return len(found)

    few = cost()
    people = [User(service_number=f"KE-3{number:03}", name="N", institution=academy) for number in range(50)]
    people_services.join(cohort=cohort, people=User.objects.bulk_create(people), now=now)

    assert cost() <= few
    assert Enrolment.objects.count() == 52

"""Courses given to cohorts and to single people: now, again, after a kill, and for those who join later."""

from datetime import timedelta

import pytest

from lms.desks.notices.models import Notice
from lms.foundation.work.runner import do_next
from lms.learning.progress.enrolments import assignment_preview, assignment_services, personal_assignments
from lms.learning.progress.enrolments.assignment_preview import preview_people
from lms.learning.progress.enrolments.personal_assignments import TooMany, assign_to_people
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.models.dates import Dates
from lms.learning.progress.tasks import sweep
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import Cohort, User
from tests.builders import complete
from tests.conftest import make_person

from .counting import statements


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


def give(people, course, by, now, days=14):
    dates = Dates(due_at=now + timedelta(days=days))
    return assign_to_people(people=people, courses=[course], dates_of=lambda _person: dates, by=by, now=now)


def test_each_is_enrolled_at_once_and_told(course, wanjiru, abdi, omar, now):
    given = give([wanjiru, abdi], course, omar, now)

    assert {one.person_id for one in given} == {wanjiru.pk, abdi.pk}
    assert {row.assignment.person_id: row.learner_id for row in Enrolment.objects.all()} == {
        wanjiru.pk: wanjiru.pk,
        abdi.pk: abdi.pk,
    }
    assert set(Enrolment.objects.values_list("due_at", flat=True)) == {now + timedelta(days=14)}
    assert set(Assignment.objects.values_list("status", flat=True)) == {"done"}
    assert Notice.objects.filter(kind="assigned").count() == 2
    assert AuditEntry.objects.filter(action=personal_assignments.GIVEN, by=omar).count() == 2


def test_given_again_it_only_brings_other_dates(course, wanjiru, omar, now):
    for days in (14, 20):
        give([wanjiru], course, omar, now, days)
    assert Assignment.objects.count() == Enrolment.objects.count() == 1
    assert Enrolment.objects.get().due_at == Assignment.objects.get().due_at == now + timedelta(days=20)


def test_so_many_are_a_cohort(course, wanjiru, omar, now, monkeypatch):
    monkeypatch.setattr(personal_assignments, "MOST", 0)
    with pytest.raises(TooMany, match="make a cohort"):
        give([wanjiru], course, omar, now)


def test_goes_along_with_a_transfer_and_is_run_again_there(course, wanjiru, neighbour_academy, omar, neighbour, now):
    (given,) = give([wanjiru], course, omar, now)
    people_services.transfer(person=wanjiru, to=neighbour_academy, now=now)

    assert list(Assignment.objects.visible_to(neighbour)) == [given]
    assert not Assignment.objects.visible_to(omar).exists()
    Assignment.objects.update(status="pending", due_at=now + timedelta(days=3))
    assignment_services.run_assignment(given.pk, clock=lambda: now)
    assert Enrolment.objects.get().due_at == now + timedelta(days=3)


def test_the_preview_counts_who_gets_it_and_names_who_has_it(
    course, enrolment, wanjiru, abdi, omar, now, django_assert_num_queries
):
    complete(enrolment, now=now)
    nowhere = User.objects.create_user("X-1", name="Nowhere Yet")
    people = list(User.objects.filter(pk__in=[wanjiru.pk, abdi.pk, nowhere.pk]).select_related("institution"))
    with django_assert_num_queries(1):
        (effect,) = preview_people([(people, [course])])
    assert (effect.new, effect.under_way, effect.completed, effect.without_institution) == (1, 0, 1, 1)
    assert [one.name for one in effect.have_it] == [wanjiru.name]
    assert effect.done == {wanjiru.pk}


def test_costs_as_many_statements_for_many(course, academy, omar, now):
    def people(first, number):
        return User.objects.bulk_create(
            User(service_number=f"KE-{first + place}", name="N", institution=academy) for place in range(number)
        )

    few, many = people(1000, 2), people(2000, 30)
    with statements() as first:
        give(few, course, omar, now)
    with statements() as second:
        give(many, course, omar, now)
    assert len(second) <= len(first)
    assert Enrolment.objects.count() == 32


def test_what_a_cohort_was_given_comes_to_the_same_enrolment(course, academy, wanjiru, omar, now):
    give([wanjiru], course, omar, now)
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru], now=now)
    (given,) = assignment_services.assign(cohort=cohort, courses=[course], due_at=now, by=omar, now=now)
    assignment_services.run_assignment(given.pk, clock=lambda: now)
    assert Enrolment.objects.get().assignment == given

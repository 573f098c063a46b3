"""Courses given to single people."""

from datetime import timedelta

import pytest

from lms.desks.notices.models import Notice
from lms.learning.progress.enrolments import assignment_services, personal_assignments
from lms.learning.progress.enrolments.assignment_preview import preview_people
from lms.learning.progress.enrolments.personal_assignments import TooMany, assign_to_people
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.models.dates import Dates
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.models import Cohort, User
from lms.people.directory.rules import OwnCase
from tests.builders import complete

from .counting import statements


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


def test_nobody_gives_it_to_themselves(course, wanjiru, omar, now):
    with pytest.raises(OwnCase):
        give([wanjiru, omar], course, omar, now)
    assert not Assignment.objects.exists()


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
        (effect,) = preview_people(people=people, courses=[course])
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

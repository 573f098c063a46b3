"""Somebody comes to serve at another academy: who sees and assigns what from then on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.people import services as people_services
from lms.people.models import Cohort
from lms.progress import services
from lms.progress.assigning import assign
from lms.progress.models import Enrolment
from tests.builders import complete


@pytest.fixture
def cohorts(academy, neighbour_academy, wanjiru, course, omar, now, django_capture_on_commit_callbacks):
    """A cohort at each academy with the course assigned; Wanjirũ is in the first."""
    made = [Cohort.objects.create(institution=place, name="Intake 2026 B") for place in (academy, neighbour_academy)]
    people_services.join(cohort=made[0], people=[wanjiru], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=made[0], courses=[course], due_at=now + timedelta(days=10), by=omar, now=now)
    return made


@pytest.fixture
def transferred(cohorts, wanjiru, neighbour_academy, superuser, now):
    return people_services.transfer(person=wanjiru, to=neighbour_academy, now=now + timedelta(days=1), by=superuser)


def test_what_is_under_way_goes_on_where_they_serve_now(transferred, cohorts, omar, neighbour, as_):
    row = Enrolment.objects.get()
    assert (row.institution, row.country) == (transferred.institution, "KE")
    address = reverse("teach:person", args=[transferred.pk])
    assert "What trafficking is" in as_(neighbour).get(address).content.decode()
    assert as_(omar).get(address).status_code == 404


def test_what_was_completed_before_stays_with_the_old_academy(cohorts, wanjiru, neighbour_academy, omar, now):
    complete(Enrolment.objects.get(), now=now)
    people_services.transfer(person=wanjiru, to=neighbour_academy, now=now + timedelta(days=1))
    assert Enrolment.objects.get().institution == cohorts[0].institution


def test_a_due_date_is_moved_by_the_new_academy_and_no_longer_by_the_old_one(
    transferred, cohorts, course, omar, neighbour, now, django_capture_on_commit_callbacks
):
    before = Enrolment.objects.get().due_at
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohorts[0], courses=[course], due_at=now + timedelta(days=2), by=omar, now=now)
    assert Enrolment.objects.get().due_at == before

    people_services.join(cohort=cohorts[1], people=[transferred], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohorts[1], courses=[course], due_at=now + timedelta(days=40), by=neighbour, now=now)
    row = Enrolment.objects.get()
    assert (row.due_at, row.assignment.cohort) == (now + timedelta(days=40), cohorts[1])


def test_whoever_changes_the_institution_in_the_admin_transfers(as_, superuser, enrolment, wanjiru, neighbour_academy):
    data = {
        "service_number": wanjiru.service_number, "name": wanjiru.name, "role_family": "police", "sex": "F", "is_active": "on",
        "institution": neighbour_academy.pk, "password1": "", "password2": "",
    }  # fmt: skip
    as_(superuser).post(reverse("wagtailusers_users:edit", args=[wanjiru.pk]), data)
    wanjiru.refresh_from_db()
    assert (wanjiru.institution, Enrolment.objects.get().institution) == (neighbour_academy, neighbour_academy)


def test_to_where_they_are_already_nothing_changes(enrolment, wanjiru, academy, now):
    assert people_services.transfer(person=wanjiru, to=academy, now=now).institution == academy
    assert services.enrol(people=[wanjiru], course=enrolment.course, now=now) == 0

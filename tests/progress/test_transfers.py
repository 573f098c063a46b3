"""Somebody comes to serve at another academy: who sees and assigns what from then on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.desks.teaching.cohorts.cohort_page import show
from lms.desks.teaching.standing.filters import Filters
from lms.desks.teaching.standing.statements import cohort_for
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment, Stay
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from lms.people.directory.rules import OwnCase
from tests.builders import complete
from tests.teaching.conftest import figures


@pytest.fixture
def cohorts(academy, neighbour_academy, wanjiru, course, omar, now, django_capture_on_commit_callbacks):
    """A cohort at each academy with the course assigned; Wanjirũ is in the first."""
    made = [Cohort.objects.create(institution=place, name="Intake 2026 B") for place in (academy, neighbour_academy)]
    people_services.join(cohort=made[0], people=[wanjiru], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=made[0], courses=[course], due_at=now + timedelta(days=10), by=omar, now=now)
    return made


@pytest.fixture
def enrolment_of(cohorts):
    return Enrolment.objects.get()


@pytest.fixture
def transferred(cohorts, wanjiru, neighbour_academy, superuser, now):
    return people_services.transfer(person=wanjiru, to=neighbour_academy, now=now + timedelta(days=1), by=superuser)


def test_nobody_transfers_themselves(superuser, academy, neighbour_academy, now):
    superuser.institution = academy
    superuser.save()
    with pytest.raises(OwnCase):
        people_services.transfer(person=superuser, to=neighbour_academy, now=now, by=superuser)
    superuser.refresh_from_db()
    assert superuser.institution == academy


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


def test_the_new_academy_reads_what_they_completed_before_and_the_old_one_keeps_it(
    cohorts, wanjiru, neighbour, stranger, omar, as_, now
):
    complete(Enrolment.objects.get(), now=now)
    people_services.transfer(person=wanjiru, to=neighbour.institution, now=now + timedelta(days=1))
    address = reverse("teach:person", args=[wanjiru.pk])

    page = as_(neighbour).get(address).content.decode()
    assert "Completed at another institution" in page
    assert "Mlima Police Academy" in page
    assert "What trafficking is" in page
    assert "Completed at another institution" not in as_(omar).get(address).content.decode()
    assert as_(stranger).get(address).status_code == 404
    assert not Enrolment.objects.visible_to(neighbour).exists()
    assert Enrolment.objects.visible_to(omar).exists()


def test_what_somebody_else_completed_elsewhere_is_not_brought(cohorts, wanjiru, abdi, neighbour, now):
    complete(Enrolment.objects.get(), now=now)
    assert not Enrolment.objects.brought_to(neighbour).exists()
    people_services.transfer(person=abdi, to=neighbour.institution, now=now)
    assert not Enrolment.objects.brought_to(neighbour).exists()


def test_the_new_cohort_shows_them_as_completed(
    cohorts, wanjiru, course, neighbour, as_, now, django_capture_on_commit_callbacks
):
    complete(Enrolment.objects.get(), now=now)
    people_services.transfer(person=wanjiru, to=neighbour.institution, now=now)
    people_services.join(cohort=cohorts[1], people=[wanjiru], now=now)
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohorts[1], courses=[course], due_at=now + timedelta(days=40), by=neighbour, now=now)

    assert Enrolment.objects.count() == 1
    [standing] = show(cohort_for(neighbour, cohorts[1].pk), filters=Filters(), page=None, now=now).page
    assert [way.completed for way in standing.ways.values()] == [True]


def test_transferred_back_what_is_under_way_comes_back(transferred, academy, neighbour_academy, now):
    people_services.transfer(person=transferred, to=academy, now=now + timedelta(days=5))

    assert Enrolment.objects.get().institution == academy
    stays = Stay.objects.order_by("left_at").values_list("institution", "to", "arrived_at", "left_at")
    day = timedelta(days=1)
    assert list(stays) == [
        (academy.pk, neighbour_academy.pk, None, now + day),
        (neighbour_academy.pk, academy.pk, now + day, now + 5 * day),
    ]


def test_the_preview_says_how_many_serve_elsewhere_and_the_page_counts_them_out(
    transferred, cohorts, course, omar, abdi, as_, now, django_capture_on_commit_callbacks
):
    people_services.join(cohort=cohorts[0], people=[abdi, transferred], now=now)
    client = as_(omar)
    chosen = {"cohort": cohorts[0].pk, "course": str(course.pk), "due": f"{now.year + 1}-03-01", "check": "1"}
    page = client.get(reverse("teach:assign"), chosen).content.decode()
    assert "1 person serves elsewhere and is left out" in page
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohorts[0], courses=[course], due_at=now + timedelta(days=90), by=omar, now=now)

    page = client.get(reverse("teach:assignments"), {"cohort": cohorts[0].pk}).content.decode()

    assert figures(page) == {
        "Learners": "2",
        "Enrolled": "1",
        "Have started": "0",
        "Have completed": "0",
        "Not enrolled": "1",
    }
    assert "serves at another institution now" in page


def test_whoever_transfers_on_the_page_of_a_person_brings_along(as_, superuser, enrolment, wanjiru, neighbour_academy):
    address = reverse("academy:person-transfer", args=[wanjiru.pk])
    as_(superuser).post(address, {"institution": neighbour_academy.pk})
    wanjiru.refresh_from_db()
    assert (wanjiru.institution, Enrolment.objects.get().institution) == (neighbour_academy, neighbour_academy)


def test_to_where_they_are_already_nothing_changes(enrolment, wanjiru, academy, now):
    assert people_services.transfer(person=wanjiru, to=academy, now=now).institution == academy
    assert services.enrol(people=[wanjiru], course=enrolment.course, now=now) == 0

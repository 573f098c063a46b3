"""A colleague holds a role for somebody on leave: confirmed, never longer or more than it is held, and by nobody else's
word.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.people.administration.records import people_services
from lms.people.administration.records.models import StandIn
from lms.people.administration.stand_ins import services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, Membership
from tests.conftest import make_person

OWN, ACADEMY = "/account/stand-ins/", "/academy/stand-ins/"
TODAY = timezone.localdate


@pytest.fixture
def juma(academy):
    """The coordinator of the academy."""
    return make_person("KE-31", "Juma Said", academy, Role.COORDINATOR)


@pytest.fixture
def confirm(as_, amina):
    def say():
        return as_(amina).post(f"{ACADEMY}{StandIn.objects.get(confirmed_at=None).pk}/confirm/")

    return say


def role_of(person) -> Membership:
    """Their role of an instructor, or the one that they have."""
    return person.memberships.filter(role=Role.INSTRUCTOR).first() or person.memberships.get()


def is_instructor(person) -> bool:
    return person.memberships.filter(role=Role.INSTRUCTOR).exists()


def asked(holder, number: str, *, first: int = 0, last: int = 7) -> dict:
    days = {"starts_on": TODAY() + timedelta(days=first), "ends_on": TODAY() + timedelta(days=last)}
    return {"source": role_of(holder).pk, "number": number} | days


class TestStandingIn:
    def test_gives_the_role_on_its_days_and_no_longer(self, as_, amina, omar, juma, academy, confirm):
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        assert as_(omar).post(OWN, asked(omar, "ke-31")).status_code == 302
        assert not is_instructor(juma)
        assert "Waits for an administrator" in as_(omar).get(OWN).content.decode()
        assert AuditEntry.objects.filter(action="stand_in_asked", person=juma, by=omar).count() == 1
        assert confirm().status_code == 302
        role = role_of(juma)
        assert (role.role, role.ends_on) == ("instructor", TODAY() + timedelta(days=7))
        assert Cohort.objects.taught_by(juma).get() == cohort
        assert "Omar" in as_(juma).get(OWN).content.decode()
        assert AuditEntry.objects.filter(action="stand_in_given", person=juma, by=amina).count() == 1
        Membership.objects.filter(pk=role.pk).update(
            starts_on=TODAY() - timedelta(days=2), ends_on=TODAY() - timedelta(days=1)
        )
        assert not Cohort.objects.taught_by(juma).exists()

    def test_by_an_administrator_for_one_of_theirs(self, as_, amina, omar, juma):
        assert as_(amina).post(ACADEMY, asked(omar, juma.service_number)).status_code == 302
        assert (StandIn.objects.get().given_by, StandIn.objects.get().confirmed_by) == (amina, amina)
        assert is_instructor(juma)

    def test_twice_is_once_and_other_days_take_the_place_of_those_that_wait(self, as_, omar, juma, confirm):
        for last in (7, 7, 3):
            as_(omar).post(OWN, asked(omar, juma.service_number, last=last))
        confirm()
        assert role_of(juma).ends_on == TODAY() + timedelta(days=3)
        assert AuditEntry.objects.filter(action="stand_in_given").count() == 1
        assert as_(omar).post(OWN, asked(omar, juma.service_number, last=3)).status_code == 302
        assert as_(omar).post(OWN, asked(omar, juma.service_number, last=5)).status_code == 422

    def test_begins_on_its_first_day(self, as_, omar, juma, confirm):
        as_(omar).post(OWN, asked(omar, juma.service_number, first=2))
        confirm()
        services.apply_due_stand_ins(today=TODAY() + timedelta(days=1), now=timezone.now())
        assert not is_instructor(juma)
        assert services.apply_due_stand_ins(today=TODAY() + timedelta(days=2), now=timezone.now()) == 1
        assert services.apply_due_stand_ins(today=TODAY() + timedelta(days=2), now=timezone.now()) == 0
        assert role_of(juma).starts_on == TODAY() + timedelta(days=2)

    def test_is_given_again_after_it_was_over(self, as_, amina, omar, juma):
        as_(amina).post(ACADEMY, asked(omar, juma.service_number))
        past = {"starts_on": TODAY() - timedelta(days=9), "ends_on": TODAY() - timedelta(days=2)}
        Membership.objects.filter(pk=role_of(juma).pk).update(**past)
        StandIn.objects.update(**past)
        assert as_(amina).post(ACADEMY, asked(omar, juma.service_number)).status_code == 302
        assert role_of(juma).ends_on == TODAY() + timedelta(days=7)

    def test_is_theirs_once_an_administrator_gives_them_the_role_itself(self, as_, amina, omar, juma, academy):
        as_(amina).post(ACADEMY, asked(omar, juma.service_number))
        about = {"institution": academy, "role": Role.INSTRUCTOR, "starts_on": None, "ends_on": None}
        people_services.give_role(person=juma, by=amina, **about)
        role_of(omar).delete()
        assert is_instructor(juma) and not StandIn.objects.exists()

    def test_is_passed_on_to_nobody(self, as_, amina, omar, juma, academy):
        other = make_person("KE-33", "Other", academy, Role.COORDINATOR)
        as_(amina).post(ACADEMY, asked(omar, juma.service_number))
        for who, page in ((juma, OWN), (amina, ACADEMY)):
            assert as_(who).post(page, asked(juma, other.service_number)).status_code == 422
        assert StandIn.objects.count() == 1

    @pytest.mark.parametrize(("first", "last"), [(-1, 3), (3, 2), (0, 92)])
    def test_on_possible_days_alone(self, as_, omar, juma, first, last):
        assert as_(omar).post(OWN, asked(omar, juma.service_number, first=first, last=last)).status_code == 422

    def test_never_longer_than_the_role_is_held(self, as_, omar, juma, confirm):
        Membership.objects.filter(user=omar).update(ends_on=TODAY() + timedelta(days=5))
        browser = as_(omar)
        assert browser.post(OWN, asked(omar, juma.service_number)).status_code == 422
        assert browser.post(OWN, asked(omar, juma.service_number, last=5)).status_code == 302
        confirm()
        role = role_of(omar)
        role.ends_on = TODAY() + timedelta(days=1)
        role.save()
        assert role_of(juma).ends_on == StandIn.objects.get().ends_on == TODAY() + timedelta(days=1)
        role.delete()
        assert not is_instructor(juma) and not StandIn.objects.exists()

    def test_by_a_colleague_of_the_institution_alone(self, as_, omar, neighbour, juma):
        juma.is_active = False
        juma.save()
        pages = []
        for number in (neighbour.service_number, "KE-00000", juma.service_number, omar.service_number):
            answer = as_(omar).post(OWN, asked(omar, number))
            assert answer.status_code == 422
            pages.append(str(answer.context["form"].errors))
        assert pages[0] == pages[1] == pages[2]
        assert not StandIn.objects.exists()

    def test_nobody_stands_in_for_others_by_their_own_word(self, as_, amina, omar, juma, neighbour, halima):
        for who, page, holder, number in (
            (amina, ACADEMY, omar, amina.service_number),
            (amina, ACADEMY, neighbour, juma.service_number),
            (amina, ACADEMY, halima, juma.service_number),
            (neighbour, OWN, omar, neighbour.service_number),
            (omar, OWN, amina, juma.service_number),
        ):
            assert as_(who).post(page, asked(holder, number)).status_code == 422
        assert not StandIn.objects.exists()
        assert as_(make_person("KE-34", "Cadet", omar.institution)).get(OWN).status_code == 404

    def test_is_confirmed_by_an_administrator_of_the_institution_alone(self, as_, omar, juma, beside):
        as_(omar).post(OWN, asked(omar, juma.service_number))
        address = f"{ACADEMY}{StandIn.objects.get().pk}/confirm/"
        assert [as_(who).post(address).status_code for who in (omar, juma, beside)] == [404, 404, 404]
        assert not is_instructor(juma)

    def test_is_ended_by_whoever_may_give_it(self, as_, amina, omar, juma, neighbour):
        as_(amina).post(ACADEMY, asked(omar, juma.service_number))
        address = f"{OWN}{StandIn.objects.get().pk}/end/"
        assert [as_(who).post(address).status_code for who in (neighbour, juma)] == [404, 404]
        as_(omar).post(address)
        assert not is_instructor(juma)

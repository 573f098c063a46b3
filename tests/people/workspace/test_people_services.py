"""What administrators change of people, and whom they never reach."""

from datetime import date

import pytest

from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, Membership, User
from tests.conftest import make_person

PEOPLE = "/academy/people/"


def about(**changes):
    return {"service_number": "KE-77", "name": "Achieng Odhiambo", "sex": "F", "role_family": "police"} | changes


def noted(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


class TestAdding:
    def test_makes_a_person_who_cannot_sign_in_yet(self, as_, amina, academy):
        answer = as_(amina).post(f"{PEOPLE}add/", about(institution=academy.pk, language="sw"))
        person = User.objects.get(service_number="KE-77")
        assert answer.url == f"{PEOPLE}{person.pk}/"
        assert (person.institution, person.has_usable_password(), person.language) == (academy, False, "sw")
        assert AuditEntry.objects.filter(action="person_made", by=amina).count() == 1

    def test_twice_makes_one(self, as_, amina, academy):
        for _again in range(2):
            answer = as_(amina).post(f"{PEOPLE}add/", about(service_number="ke-77", institution=academy.pk))
        assert answer.status_code == 422
        assert (
            User.objects.numbered("KE-77").count()
            == AuditEntry.objects.filter(action="person_made", by=amina).count()
            == 1
        )

    def test_reaches_no_other_institution(self, as_, amina, kenya, neighbour_academy):
        for place in (kenya.pk, neighbour_academy.pk, ""):
            assert as_(amina).post(f"{PEOPLE}add/", about(institution=place)).status_code == 422
        assert not User.objects.filter(service_number="KE-77").exists()


class TestThePageOfAPerson:
    def test_says_what_they_may_see_and_why(self, as_, amina, omar, unit):
        answer = as_(amina).get(f"{PEOPLE}{omar.pk}/")
        text = answer.content.decode()
        assert "Instructor at Mlima Police Academy" in text
        assert "Unit 3" in text
        assert noted("person_page_seen") == 1

    def test_tells_nothing_of_roles_elsewhere_but_that_there_are_some(self, as_, amina, academy, ugandan_academy):
        person = make_person("KE-80", "Of two places", academy, Role.COORDINATOR, at=ugandan_academy)
        text = as_(amina).get(f"{PEOPLE}{person.pk}/").content.decode()
        assert "Ziwa" not in text
        assert "roles at institutions that are not yours" in text


class TestCorrecting:
    def test_changes_details_once_and_notes_which(self, as_, amina, wanjiru):
        new = about(service_number="KE-20377", name="Wanjirũ Kamau", birth_year="1998")
        for _again in range(2):
            assert as_(amina).post(f"{PEOPLE}{wanjiru.pk}/correct/", new).status_code == 302
        wanjiru.refresh_from_db()
        assert (wanjiru.name, wanjiru.birth_year) == ("Wanjirũ Kamau", 1998)
        entry = AuditEntry.objects.get(action="person_changed")
        assert entry.data == {"fields": ["name", "rank", "birth_year"]}

    def test_takes_no_number_of_somebody_else(self, as_, amina, wanjiru, stranger):
        answer = as_(amina).post(f"{PEOPLE}{wanjiru.pk}/correct/", about(service_number="ug-300"))
        assert answer.status_code == 422

    def test_closes_and_opens_the_account(self, as_, client, amina, wanjiru):
        for may, expected in (("no", 302), ("no", 302), ("yes", 200)):
            as_(amina).post(f"{PEOPLE}{wanjiru.pk}/account/", {"may": may})
            assert as_(wanjiru).get("/learn/").status_code == expected
        assert noted("is_active_changed") == 2

    def test_transfers_within_the_tree_alone(self, as_, amina, wanjiru, unit, neighbour_academy):
        path = f"{PEOPLE}{wanjiru.pk}/transfer/"
        assert as_(amina).post(path, {"institution": neighbour_academy.pk}).status_code == 422
        assert as_(amina).post(path, {"institution": unit.pk}).status_code == 302
        wanjiru.refresh_from_db()
        assert wanjiru.institution == unit


class TestRoles:
    def give(self, browser, person, at, role="instructor", **days):
        return browser.post(f"{PEOPLE}{person.pk}/roles/", {"role": role, "institution": at.pk, **days})

    def test_are_given_with_days_and_taken(self, as_, amina, abdi, academy):
        for _again in range(2):
            self.give(as_(amina), abdi, academy, starts_on="2026-01-01", ends_on="2099-12-31")
        held = abdi.memberships.get()
        assert (held.role, held.starts_on) == ("instructor", date(2026, 1, 1))
        assert noted("role_given") == 2  # amina's own, and this one
        assert as_(abdi).get("/teach/assign/").status_code == 200
        as_(amina).post(f"/academy/roles/{held.pk}/take/")
        assert as_(abdi).get("/teach/assign/").status_code == 404

    def test_get_other_days_where_they_are_held(self, as_, amina, omar, academy):
        self.give(as_(amina), omar, academy, ends_on="2099-12-31")
        assert omar.memberships.get().ends_on == date(2099, 12, 31)
        assert noted("role_changed") == 1

    @pytest.mark.parametrize("days", [{"starts_on": "2099-01-01"}, {"ends_on": "2020-01-01"}])
    def test_count_on_their_days_alone(self, as_, amina, abdi, omar, academy, wanjiru, days):
        self.give(as_(amina), abdi, academy, "administrator", **days)
        assert as_(abdi).get(PEOPLE).status_code == 404
        person = User.objects.get(pk=abdi.pk)
        assert not Institution.objects.visible_to(person).exists()
        assert not Cohort.objects.taught_by(person).exists()
        assert not User.objects.visible_to(person).exists()
        assert "Not in force" in as_(amina).get(f"{PEOPLE}{abdi.pk}/").content.decode()

    def test_that_are_over_elsewhere_keep_nobody_out(self, as_, amina, academy, kenya):
        person = make_person("KE-8", "Was coordinator", academy, Role.COORDINATOR, at=kenya)
        person.memberships.update(ends_on="2020-01-01")
        assert as_(amina).get(f"{PEOPLE}{person.pk}/correct/").status_code == 200

    def test_are_those_of_staff_at_ones_own_institution_and_end_no_earlier_than_they_start(
        self, as_, amina, abdi, academy, kenya, neighbour_academy
    ):
        for place in (kenya, neighbour_academy):
            assert self.give(as_(amina), abdi, place).status_code == 422
        for role in ("learner", "superuser", ""):
            assert self.give(as_(amina), abdi, academy, role).status_code == 422
        days = {"starts_on": "2027-02-01", "ends_on": "2027-01-01"}
        assert self.give(as_(amina), abdi, academy, **days).status_code == 422
        assert not abdi.memberships.exists()

    def test_of_oneself_are_for_others(self, as_, amina, superuser, academy):
        assert self.give(as_(amina), amina, academy, "coordinator").status_code == 404
        assert as_(amina).post(f"/academy/roles/{amina.memberships.get().pk}/take/").status_code == 404
        assert self.give(as_(superuser), superuser, academy, "coordinator").status_code == 404
        assert Membership.objects.count() == 1

"""Whoever manages people has no more to give than they hold, and reaches nobody beyond their own institutions."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.people.administration.records.services import appoint
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Membership, User
from tests.asked import asks, long_ago
from tests.conftest import make_person

PEOPLE = "/academy/people/"
PATHS = ("correct/", "transfer/", "account/", "roles/", "rights/", "remove/")


@pytest.fixture
def managers(db):
    """A group whose people may enter the admin."""
    group = Group.objects.create(name="Writers of the academy")
    group.permissions.set([Permission.objects.get(codename="access_admin")])
    return group


@pytest.fixture
def amina(academy, managers):
    """Administrator of one academy, who edits as well."""
    person = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
    person.groups.add(managers)
    return person


@pytest.fixture
def client_of_amina(as_, amina, site):
    return as_(amina)


@pytest.fixture
def editors(site):
    return Group.objects.get(name="Editors")


def about(institution, **changes):
    return {
        "service_number": "KE-77",
        "name": "Achieng Odhiambo",
        "sex": "F",
        "rank": "Cadet",
        "role_family": "police",
        "institution": institution.pk if institution else "",
        "language": "sw",
        "email": "",
        "phone": "",
        **changes,
    }


def edited(person, **changes):
    return {**about(person.institution), "service_number": person.service_number, "name": person.name, **changes}


def rights(person) -> str:
    return f"{PEOPLE}{person.pk}/rights/"


class TestAddingPeople:
    def test_works_at_ones_own_institution(self, client_of_amina, academy, managers):
        assert client_of_amina.get(f"{PEOPLE}add/").status_code == 200
        client_of_amina.post(f"{PEOPLE}add/", about(academy))
        achieng = User.objects.get(service_number="KE-77")
        assert client_of_amina.post(rights(achieng), {"groups": [managers.pk]}).status_code == 302
        assert (achieng.institution, list(achieng.groups.all())) == (academy, [managers])

    def test_makes_no_superuser(self, client_of_amina, academy):
        client_of_amina.post(f"{PEOPLE}add/", about(academy, is_superuser="on", is_staff="on", superuser="on"))
        achieng = User.objects.get(service_number="KE-77")
        client_of_amina.post(rights(achieng), {"superuser": "on", "is_superuser": "on"})
        achieng.refresh_from_db()
        assert not achieng.is_superuser
        assert not achieng.is_staff

    def test_gives_no_group_that_one_is_not_in(self, client_of_amina, academy, editors, wanjiru):
        page = client_of_amina.get(rights(wanjiru)).content.decode()
        assert "Editors" not in page
        assert client_of_amina.post(rights(wanjiru), {"groups": [editors.pk]}).status_code == 422
        assert not wanjiru.groups.exists()

    def test_reaches_no_other_institution_and_none_above(self, client_of_amina, kenya, neighbour_academy):
        for institution in (kenya, neighbour_academy, None):
            client_of_amina.post(f"{PEOPLE}add/", about(institution))
            assert not User.objects.filter(service_number="KE-77").exists()

    def test_needs_an_institution_to_administer(self, as_, academy, managers, site):
        instructor = make_person("KE-3", "Juma Ali", academy, Role.INSTRUCTOR)
        instructor.groups.add(managers)
        assert as_(instructor).get(f"{PEOPLE}add/").status_code == 404
        assert as_(instructor).post(f"{PEOPLE}add/", about(academy)).status_code == 404
        assert not User.objects.filter(service_number="KE-77").exists()

    def test_is_all_open_to_a_superuser(self, as_, superuser, academy, editors):
        browser = as_(superuser)
        browser.post(f"{PEOPLE}add/", about(academy))
        achieng = User.objects.get(service_number="KE-77")
        for _again in range(2):
            browser.post(rights(achieng), {"groups": [editors.pk], "superuser": "on"})
        achieng.refresh_from_db()
        assert (achieng.is_superuser, list(achieng.groups.all())) == (True, [editors])
        told = AuditEntry.objects.filter(person=achieng, by=superuser)
        assert told.filter(action="is_superuser_changed").count() == told.filter(action="group_given").count() == 1
        browser.post(rights(achieng), {})
        achieng.refresh_from_db()
        assert (achieng.is_superuser, achieng.groups.count()) == (False, 0)


class TestChangingPeople:
    def test_works_for_people_of_ones_own_institution(self, client_of_amina, wanjiru):
        assert client_of_amina.get(f"{PEOPLE}{wanjiru.pk}/correct/").status_code == 200
        client_of_amina.post(f"{PEOPLE}{wanjiru.pk}/correct/", edited(wanjiru, name="Wanjirũ Kamau", is_superuser="on"))
        wanjiru.refresh_from_db()
        assert (wanjiru.name, wanjiru.is_superuser) == ("Wanjirũ Kamau", False)

    def test_moves_nobody_to_where_one_administers_nothing(self, client_of_amina, wanjiru, academy, ugandan_academy):
        client_of_amina.post(f"{PEOPLE}{wanjiru.pk}/transfer/", {"institution": ugandan_academy.pk})
        wanjiru.refresh_from_db()
        assert wanjiru.institution == academy

    @pytest.fixture
    def beyond(self, academy, kenya, superuser, stranger, amina, managers, editors):
        """Whom the administrator of the academy must not touch, and why:
        a new password would be a way to their rights.
        """
        superuser.institution = academy
        superuser.save()
        coordinator = make_person(
            "KE-5", "Coordinator of the country, posted here", academy, Role.COORDINATOR, at=kenya
        )
        editor, holder = (
            make_person("KE-6", "Naliaka of the editors", academy),
            make_person("KE-7", "Barasa with a permission", academy),
        )
        editor.groups.add(editors)
        holder.user_permissions.add(Permission.objects.get(codename="add_site"))
        nowhere = make_person("EA-1", "Of no institution")
        return {
            "a superuser": superuser,
            "somebody of another country": stranger,
            "oneself": amina,
            "somebody with a duty above": coordinator,
            "somebody in another group": editor,
            "somebody with a permission": holder,
            "somebody of no institution": nowhere,
        }

    @pytest.mark.parametrize("verb", ["get", "post"])
    def test_finds_nobody_who_may_do_more_or_is_somewhere_else(self, client_of_amina, beyond, verb):
        found = {}
        for who, person in beyond.items():
            for path in PATHS:
                answer = getattr(client_of_amina, verb)(
                    f"{PEOPLE}{person.pk}/{path}", edited(person, name="Taken over", may="no")
                )
                if answer.status_code != (405 if verb == "get" and path in ("account/", "roles/") else 404):
                    found[who, path] = answer.status_code
        assert found == {}
        assert not User.objects.filter(name="Taken over").exists()
        assert User.objects.filter(pk__in=[person.pk for person in beyond.values()]).count() == len(beyond)

    def test_lists_nobody_of_them(self, client_of_amina, beyond, wanjiru):
        page = client_of_amina.get(PEOPLE).content.decode()
        assert wanjiru.service_number in page
        elsewhere = ("somebody of another country", "somebody of no institution")
        assert [who for who in elsewhere if f"{PEOPLE}{beyond[who].pk}/" in page] == []
        found = client_of_amina.get(PEOPLE, {"q": "Okello"}).content.decode()
        assert f"{PEOPLE}{beyond['somebody of another country'].pk}/" not in found

    def test_are_listed_at_the_same_cost_however_many_they_are(
        self, client_of_amina, academy, wanjiru, django_assert_num_queries
    ):
        client_of_amina.get(PEOPLE)
        with CaptureQueriesContext(connection) as one:
            client_of_amina.get(PEOPLE)
        for number in range(8):
            make_person(f"KE-8{number}", "Cadet", academy)
        with django_assert_num_queries(len(one)):
            client_of_amina.get(PEOPLE)

    @pytest.mark.parametrize(
        ("action", "form"),
        [("delete", {}), ("set_active_state", {"mark_as_active": "False"}), ("assign_role", {"role": "managers"})],
    )
    def test_in_bulk_reaches_nobody_at_all(self, as_, superuser, beyond, wanjiru, managers, action, form):
        before = {person.pk: (person.is_active, [*person.groups.all()]) for person in User.objects.all()}
        address = reverse("wagtail_bulk_action", args=["people", "user", action])
        ids = "&".join(f"id={person.pk}" for person in [*beyond.values(), wanjiru])
        for who in (beyond["oneself"], superuser):
            assert as_(who).get(f"{address}?{ids}").status_code == 404
            for asked in (ids, "id=all"):
                answer = as_(who).post(
                    f"{address}?{asked}",
                    {name: managers.pk if value == "managers" else value for name, value in form.items()},
                )
                assert answer.status_code == 404
        after = {person.pk: (person.is_active, [*person.groups.all()]) for person in User.objects.all()}
        assert after == before

    def test_a_superuser_reaches_everybody_but_oneself(self, as_, superuser, beyond):
        for person in beyond.values():
            status = 404 if person == superuser else 200
            assert as_(superuser).get(f"{PEOPLE}{person.pk}/correct/").status_code == status
            assert as_(superuser).get(rights(person)).status_code == status

    def test_ones_own_rights_are_for_others(self, as_, superuser, editors):
        assert as_(superuser).post(rights(superuser), {"groups": [editors.pk]}).status_code == 404
        superuser.refresh_from_db()
        assert (superuser.is_superuser, superuser.groups.count()) == (True, 0)

    def test_rights_are_given_after_showing_again_who_it_is(self, as_, superuser, wanjiru, editors):
        browser = long_ago(as_(superuser))
        for path, sent in ((rights(wanjiru), {"superuser": "on"}), (f"{PEOPLE}{wanjiru.pk}/remove/", {})):
            assert asks(browser.post(path, sent))
        assert not User.objects.get(pk=wanjiru.pk).is_superuser

    def test_whoever_edits_nothing_has_no_rights_of_editors_to_give(self, as_, academy, wanjiru):
        person = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
        assert as_(person).get(rights(wanjiru)).status_code == 404
        assert "Rights in the admin" not in as_(person).get(f"{PEOPLE}{wanjiru.pk}/").content.decode()


class TestGroups:
    """What a group may do, it may do everywhere."""

    def test_are_for_superusers_alone(self, as_, amina, managers, superuser, site):
        managers.permissions.add(
            *Permission.objects.filter(content_type__app_label="auth", content_type__model="group")
        )
        for name, args in (("index", []), ("add", []), ("edit", [managers.pk]), ("delete", [managers.pk])):
            address = reverse(f"wagtailusers_groups:{name}", args=args)
            assert as_(amina).get(address).status_code == 302
            assert as_(amina).post(address).status_code == 302
            assert as_(superuser).get(address).status_code == 200
        assert Group.objects.filter(pk=managers.pk).exists()

    def test_lead_to_people_where_they_are_kept(self, as_, superuser, managers, site):
        browser = as_(superuser)
        page = browser.get(reverse("wagtailusers_groups:edit", args=[managers.pk])).content.decode()
        assert reverse("wagtailusers_users:index") in page
        assert browser.get(reverse("wagtailusers_users:index")).url == PEOPLE

    def test_say_nothing_of_people_institutions_and_cohorts(self, as_, superuser, managers, site):
        page = as_(superuser).get(reverse("wagtailusers_groups:edit", args=[managers.pk])).content.decode()
        assert "Can access Wagtail admin" in page
        people = Permission.objects.filter(content_type__app_label="people")
        assert people.exists()
        assert [one.codename for one in people if f'value="{one.pk}"' in page and "permissions" in page] == []


class TestRoles:
    def given(self, institution, role=Role.INSTRUCTOR):
        return {"role": role, "institution": institution.pk}

    def give(self, browser, person, *given):
        return browser.post(f"{PEOPLE}{person.pk}/roles/", self.given(*given))

    def test_are_given_within_ones_own_institutions(self, client_of_amina, academy, abdi):
        self.give(client_of_amina, abdi, academy)
        assert Membership.objects.get(user=abdi).institution == academy

    def test_are_given_nowhere_else(self, client_of_amina, kenya, neighbour_academy, abdi):
        for institution in (kenya, neighbour_academy):
            self.give(client_of_amina, abdi, institution)
        assert not Membership.objects.filter(user=abdi).exists()

    def test_are_given_to_nobody_from_elsewhere_of_whom_one_learns_nothing(self, client_of_amina, academy, stranger):
        assert self.give(client_of_amina, stranger, academy).status_code == 404
        assert not Membership.objects.filter(user=stranger).exists()

    def test_are_not_given_to_oneself(self, client_of_amina, amina, academy):
        self.give(client_of_amina, amina, academy)
        assert [held.role for held in amina.memberships.all()] == [Role.ADMINISTRATOR]

    def test_are_not_taken_where_they_are_not_ones_own(self, client_of_amina, amina, kenya, halima, neighbour):
        beyond = [*Membership.objects.filter(user__in=[amina, halima, neighbour])]
        assert len(beyond) == 3
        for held in beyond:
            assert client_of_amina.post(f"/academy/roles/{held.pk}/take/").status_code == 404
        assert Membership.objects.filter(pk__in=[held.pk for held in beyond]).count() == 3

    def test_do_not_move_out_of_ones_own_institutions(self, client_of_amina, academy, kenya, abdi):
        held = appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        self.give(client_of_amina, abdi, kenya)
        assert list(abdi.memberships.all()) == [held]
        self.give(client_of_amina, abdi, academy, Role.COORDINATOR)
        held = {(role, academy.pk) for role in (Role.INSTRUCTOR, Role.COORDINATOR)}
        assert set(abdi.memberships.values_list("role", "institution")) == held

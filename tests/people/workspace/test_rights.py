"""Whoever manages people has no more to give than they hold, and reaches nobody beyond their own institutions."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from lms.people.administration.records.services import appoint
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Membership, User
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
        later = make_person("KE-10", "Coordinator from a later day", academy, Role.COORDINATOR, at=kenya)
        later.memberships.update(starts_on="2099-01-01")
        return {
            "a superuser": superuser,
            "somebody of another country": stranger,
            "oneself": amina,
            "somebody with a duty above": coordinator,
            "somebody with a duty above that begins later": later,
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
    def give(self, browser, person, institution, role=Role.INSTRUCTOR):
        return browser.post(f"{PEOPLE}{person.pk}/roles/", {"role": role, "institution": institution.pk})

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

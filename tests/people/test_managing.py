"""Whoever manages people has no more to give than they hold, and reaches nobody beyond their own institutions."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.people.choices import Role
from lms.people.models import Membership, User
from lms.people.services import appoint
from tests.conftest import make_person

MODELS = ("user", "membership", "institution", "cohort")


@pytest.fixture
def managers(db):
    """The group of those who keep people, roles, institutions and cohorts in the admin."""
    group = Group.objects.create(name="User managers")
    keeping = Permission.objects.filter(content_type__app_label="people", content_type__model__in=MODELS)
    group.permissions.set([*keeping, Permission.objects.get(codename="access_admin")])
    return group


@pytest.fixture
def amina(academy, managers):
    """Administrator of one academy, and a manager of people."""
    person = make_person("KE-2", "Amina Juma", academy, Role.ADMINISTRATOR)
    person.groups.add(managers)
    return person


@pytest.fixture
def client_of_amina(as_, amina, site):
    return as_(amina)


@pytest.fixture
def editors(db):
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
        "password1": "three quiet lakes",
        "password2": "three quiet lakes",
        **changes,
    }


def edited(person, **changes):
    kept = {
        "service_number": person.service_number,
        "name": person.name,
        "password1": "",
        "password2": "",
        "is_active": "on",
    }
    return {**about(person.institution), **kept, **changes}


def person_page(name: str, person) -> str:
    return reverse(f"wagtailusers_users:{name}", args=[person.pk])


class TestAddingPeople:
    def test_works_at_ones_own_institution(self, client_of_amina, academy, managers):
        assert client_of_amina.get(reverse("wagtailusers_users:add")).status_code == 200
        client_of_amina.post(reverse("wagtailusers_users:add"), about(academy, groups=[managers.pk]))
        achieng = User.objects.get(service_number="KE-77")
        assert (achieng.institution, list(achieng.groups.all())) == (academy, [managers])

    def test_makes_no_superuser(self, client_of_amina, academy):
        client_of_amina.post(reverse("wagtailusers_users:add"), about(academy, is_superuser="on", is_staff="on"))
        achieng = User.objects.get(service_number="KE-77")
        assert not achieng.is_superuser
        assert not achieng.is_staff

    def test_gives_no_group_that_one_is_not_in(self, client_of_amina, academy, editors):
        page = client_of_amina.get(reverse("wagtailusers_users:add")).content.decode()
        assert "Editors" not in page
        client_of_amina.post(reverse("wagtailusers_users:add"), about(academy, groups=[editors.pk]))
        assert not User.objects.filter(service_number="KE-77").exists()

    def test_reaches_no_other_institution_and_none_above(self, client_of_amina, kenya, neighbour_academy):
        for institution in (kenya, neighbour_academy, None):
            client_of_amina.post(reverse("wagtailusers_users:add"), about(institution))
            assert not User.objects.filter(service_number="KE-77").exists()

    def test_needs_an_institution_to_administer(self, as_, academy, managers, site):
        instructor = make_person("KE-3", "Juma Ali", academy, Role.INSTRUCTOR)
        instructor.groups.add(managers)
        page = as_(instructor).get(reverse("wagtailusers_users:add")).content.decode()
        assert "You administer no institution" in page
        as_(instructor).post(reverse("wagtailusers_users:add"), about(academy))
        assert not User.objects.filter(service_number="KE-77").exists()

    def test_is_all_open_to_a_superuser(self, as_, superuser, site, academy, editors):
        given = about(academy, is_superuser="on", groups=[editors.pk])
        as_(superuser).post(reverse("wagtailusers_users:add"), given)
        achieng = User.objects.get(service_number="KE-77")
        assert (achieng.is_superuser, list(achieng.groups.all())) == (True, [editors])


class TestChangingPeople:
    def test_works_for_people_of_ones_own_institution(self, client_of_amina, wanjiru):
        assert client_of_amina.get(person_page("edit", wanjiru)).status_code == 200
        client_of_amina.post(person_page("edit", wanjiru), edited(wanjiru, name="Wanjirũ Kamau", is_superuser="on"))
        wanjiru.refresh_from_db()
        assert (wanjiru.name, wanjiru.is_superuser) == ("Wanjirũ Kamau", False)

    def test_moves_nobody_to_where_one_administers_nothing(self, client_of_amina, wanjiru, academy, ugandan_academy):
        client_of_amina.post(person_page("edit", wanjiru), edited(wanjiru, institution=ugandan_academy.pk))
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
            for name in ("edit", "delete", "history", "history_results", "usage"):
                answer = getattr(client_of_amina, verb)(person_page(name, person), edited(person, name="Taken over"))
                if answer.status_code != 404:
                    found[who, name] = answer.status_code
        assert found == {}
        assert not User.objects.filter(name="Taken over").exists()
        assert User.objects.filter(pk__in=[person.pk for person in beyond.values()]).count() == len(beyond)

    def test_lists_nobody_of_them(self, client_of_amina, beyond, wanjiru):
        for name in ("index", "index_results"):
            page = client_of_amina.get(reverse(f"wagtailusers_users:{name}")).content.decode()
            assert wanjiru.service_number in page
            assert [who for who, person in beyond.items() if person_page("edit", person) in page] == []
        found = client_of_amina.get(reverse("wagtailusers_users:index"), {"q": "Okello"}).content.decode()
        assert person_page("edit", beyond["somebody of another country"]) not in found

    def test_are_listed_at_the_same_cost_however_many_they_are(
        self, client_of_amina, academy, wanjiru, django_assert_num_queries
    ):
        client_of_amina.get(reverse("wagtailusers_users:index"))
        with CaptureQueriesContext(connection) as one:
            client_of_amina.get(reverse("wagtailusers_users:index"))
        for number in range(8):
            make_person(f"KE-8{number}", "Cadet", academy)
        with django_assert_num_queries(len(one)):
            client_of_amina.get(reverse("wagtailusers_users:index"))

    @pytest.mark.parametrize(
        ("action", "form"),
        [("delete", {}), ("set_active_state", {"mark_as_active": "False"}), ("assign_role", {"role": "managers"})],
    )
    def test_in_bulk_reaches_nobody_of_them_either(self, client_of_amina, beyond, wanjiru, managers, action, form):
        before = {who: (person.is_active, [*person.groups.all()]) for who, person in beyond.items()}
        address = reverse("wagtail_bulk_action", args=["people", "user", action])
        ids = "&".join(f"id={person.pk}" for person in [*beyond.values(), wanjiru])
        page = client_of_amina.get(f"{address}?{ids}").content.decode()
        assert "Wanjir" in page
        assert [who for who, person in beyond.items() if person.name in page and who != "oneself"] == []
        for asked in (ids, "id=all"):
            client_of_amina.post(
                f"{address}?{asked}",
                {name: managers.pk if value == "managers" else value for name, value in form.items()},
            )
        after = {who: User.objects.get(pk=person.pk) for who, person in beyond.items()}
        assert {who: (person.is_active, [*person.groups.all()]) for who, person in after.items()} == before
        changed = User.objects.filter(pk=wanjiru.pk).first()
        assert {"delete": changed is None, "set_active_state": changed and not changed.is_active}.get(action, True)

    def test_in_bulk_gives_no_group_that_one_is_not_in(self, client_of_amina, wanjiru, editors):
        address = reverse("wagtail_bulk_action", args=["people", "user", "assign_role"]) + f"?id={wanjiru.pk}"
        assert "Editors" not in client_of_amina.get(address).content.decode()
        client_of_amina.post(address, {"role": editors.pk})
        assert not wanjiru.groups.exists()

    def test_a_superuser_reaches_everybody(self, as_, superuser, beyond):
        for person in beyond.values():
            assert as_(superuser).get(person_page("edit", person)).status_code == 200

    def test_ones_own_password_is_not_set_here_where_nobody_asks_for_the_present_one(self, as_, superuser, site):
        given = edited(superuser, password1="three quiet lakes", password2="three quiet lakes")
        as_(superuser).post(person_page("edit", superuser), given)
        superuser.refresh_from_db()
        assert not superuser.check_password("three quiet lakes")


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


class TestRoles:
    def given(self, person, institution, role=Role.INSTRUCTOR):
        return {"service_number": person.service_number, "role": role, "institution": institution.pk}

    def test_are_given_within_ones_own_institutions(self, client_of_amina, academy, abdi):
        client_of_amina.post(reverse("membership:add"), self.given(abdi, academy))
        assert Membership.objects.get(user=abdi).institution == academy

    def test_are_given_nowhere_else(self, client_of_amina, kenya, neighbour_academy, abdi):
        for institution in (kenya, neighbour_academy):
            client_of_amina.post(reverse("membership:add"), self.given(abdi, institution))
        assert not Membership.objects.filter(user=abdi).exists()

    def test_are_given_to_nobody_from_elsewhere_of_whom_one_learns_nothing(self, client_of_amina, academy, stranger):
        page = client_of_amina.post(reverse("membership:add"), self.given(stranger, academy)).content.decode()
        assert "Nobody has this service number" in page
        assert not Membership.objects.filter(user=stranger).exists()

    def test_are_not_given_to_oneself(self, client_of_amina, amina, academy):
        client_of_amina.post(reverse("membership:add"), self.given(amina, academy))
        assert [held.role for held in amina.memberships.all()] == [Role.ADMINISTRATOR]

    def test_are_not_changed_or_taken_where_they_are_not_ones_own(
        self, client_of_amina, amina, kenya, academy, abdi, halima, neighbour
    ):
        beyond = [*Membership.objects.filter(user__in=[amina, halima, neighbour])]
        assert len(beyond) == 3
        for held in beyond:
            for name in ("edit", "delete", "history", "usage"):
                address = reverse(f"membership:{name}", args=[held.pk])
                assert client_of_amina.get(address).status_code == 404
                assert client_of_amina.post(address, self.given(abdi, academy)).status_code == 404
        listed = client_of_amina.get(reverse("membership:index")).content.decode()
        assert [held for held in beyond if reverse("membership:edit", args=[held.pk]) in listed] == []
        assert Membership.objects.filter(pk__in=[held.pk for held in beyond]).count() == 3

    def test_do_not_move_out_of_ones_own_institutions(self, client_of_amina, academy, kenya, abdi):
        held = appoint(user=abdi, institution=academy, role=Role.INSTRUCTOR)
        client_of_amina.post(reverse("membership:edit", args=[held.pk]), self.given(abdi, kenya))
        held.refresh_from_db()
        assert held.institution == academy
        client_of_amina.post(reverse("membership:edit", args=[held.pk]), self.given(abdi, academy, Role.COORDINATOR))
        held.refresh_from_db()
        assert held.role == Role.COORDINATOR

"""People, institutions, roles and cohorts in the admin, for whoever runs the site."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from lms.people.choices import Role
from lms.people.models import Cohort, Institution, Membership, User

LISTS = ["wagtailusers_users:index", "institution:index", "cohort:index", "membership:index"]


@pytest.fixture
def admin(as_, superuser, site):
    return as_(superuser)


class TestLists:
    @pytest.mark.parametrize("name", LISTS)
    def test_open_for_whoever_runs_the_site(self, admin, name, omar):
        assert admin.get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("name", LISTS)
    def test_are_closed_to_instructors_and_strangers(self, as_, omar, stranger, client, site, name):
        for person in (omar, stranger):
            assert as_(person).get(reverse(name)).status_code in (302, 403)
        assert client.get(reverse(name)).url.startswith("/sign-in/")

    def test_people_are_found_by_number_and_name(self, admin, wanjiru, abdi):
        page = admin.get(reverse("wagtailusers_users:index"), {"q": "20417"}).content.decode()
        assert "Abdi Hassan" in page
        assert "Wanjir" not in page
        assert "Abdi Hassan" in admin.get(reverse("wagtailusers_users:index"), {"q": "abdi"}).content.decode()

    def test_people_can_be_put_in_order_by_name(self, admin, wanjiru, abdi):
        assert admin.get(reverse("wagtailusers_users:index"), {"ordering": "-name"}).status_code == 200


class TestPeople:
    def data(self, institution, **changes):
        return {
            "service_number": "KE-77",
            "name": "Achieng Odhiambo",
            "sex": "F",
            "rank": "Cadet",
            "role_family": "police",
            "institution": institution.pk,
            "language": "sw",
            "email": "",
            "phone": "",
            "password1": "three quiet lakes",
            "password2": "three quiet lakes",
            **changes,
        }

    def test_are_added_with_one_name_and_no_e_mail(self, admin, academy):
        page = admin.get(reverse("wagtailusers_users:add")).content.decode()
        assert "Service number" in page
        assert "First Name" not in page
        admin.post(reverse("wagtailusers_users:add"), self.data(academy))
        achieng = User.objects.get(service_number="KE-77")
        assert (achieng.name, achieng.institution, achieng.language) == ("Achieng Odhiambo", academy, "sw")
        assert achieng.check_password("three quiet lakes")
        assert achieng.password_given, "two people know it"

    def test_not_twice_in_another_case(self, admin, academy, wanjiru):
        response = admin.post(reverse("wagtailusers_users:add"), self.data(academy, service_number="ke-20377"))
        assert "Somebody with this service number is already here" in response.content.decode()

    def test_are_edited_without_touching_the_password(self, admin, academy, wanjiru):
        address = reverse("wagtailusers_users:edit", args=[wanjiru.pk])
        assert "Wanjir" in admin.get(address).content.decode()
        changes = {
            "service_number": "KE-20377",
            "name": "Wanjirũ Kamau",
            "password1": "",
            "password2": "",
            "is_active": "on",
        }
        admin.post(address, self.data(academy, **changes))
        before = wanjiru.password
        wanjiru.refresh_from_db()
        assert wanjiru.name == "Wanjirũ Kamau"
        assert wanjiru.password == before

    def test_with_training_records_are_not_deleted(self, admin, enrolment, wanjiru):
        response = admin.post(reverse("wagtailusers_users:delete", args=[wanjiru.pk]), follow=True)
        assert "training records" in response.content.decode()
        bulk = reverse("wagtail_bulk_action", args=["people", "user", "delete"])
        assert "nobody was deleted" in admin.post(f"{bulk}?id={wanjiru.pk}", follow=True).content.decode()
        assert User.objects.filter(pk=wanjiru.pk).exists()

    def test_without_any_are(self, admin, abdi):
        admin.post(reverse("wagtailusers_users:delete", args=[abdi.pk]))
        assert not User.objects.filter(pk=abdi.pk).exists()


class TestInstitutions:
    def data(self, parent, **changes):
        given = {
            "parent": parent.pk if parent else "",
            "name": "Bonde College",
            "name_fr": "Collège",
            "kind": "academy",
        }
        return {**given, "country": "KE", "timezone": "Africa/Nairobi", **changes}

    def test_are_founded_with_their_place_in_the_tree(self, admin, kenya):
        admin.post(reverse("institution:add"), self.data(kenya))
        bonde = Institution.objects.get(name="Bonde College")
        assert bonde.path == f"{kenya.path}{bonde.pk}/"
        assert bonde.name_in("fr") == "Collège"

    def test_are_moved_with_all_below_them(self, admin, kenya, uganda, academy):
        address = reverse("institution:edit", args=[kenya.pk])
        response = admin.post(address, self.data(uganda, name="Kenya", kind="country"))
        assert response.status_code == 302
        academy.refresh_from_db()
        assert academy.path.startswith(uganda.path)

    def test_cannot_hang_below_themselves(self, admin, kenya, academy):
        response = admin.post(
            reverse("institution:edit", args=[kenya.pk]), self.data(academy, name="Kenya", kind="country")
        )
        assert response.status_code == 200
        kenya.refresh_from_db()
        assert kenya.parent.name == "East Africa"

    def test_have_a_field_for_their_name_in_each_language(self, admin, academy, kenya):
        Institution.objects.filter(pk=academy.pk).update(names={"fr": "École", "ar": "أكاديمية", "xx": "kept"})
        address = reverse("institution:edit", args=[academy.pk])
        page = admin.get(address).content.decode()
        assert "{" not in page[page.index('name="name"') : page.index('name="kind"')]
        assert re.search(r'<input[^>]*name="name_ar"[^>]*value="أكاديمية"[^>]*lang="ar"[^>]*dir="rtl"', page)
        assert all(f'name="name_{code}"' in page for code, _language in settings.LANGUAGES)

        admin.post(
            address,
            self.data(kenya, name="Mlima Police Academy", name_fr=" Collège de police ", name_ar="", name_am="ኮሌጅ"),
        )

        academy.refresh_from_db()
        assert academy.names == {"fr": "Collège de police", "am": "ኮሌጅ", "xx": "kept"}

    def test_a_name_that_is_too_long_is_told_beside_its_field_and_nothing_is_kept(self, admin, academy, kenya):
        before = academy.names
        address = reverse("institution:edit", args=[academy.pk])
        form = admin.post(address, self.data(kenya, name="Mlima Police Academy", name_fr="é" * 201)).context["form"]
        academy.refresh_from_db()
        assert list(form.errors) == ["name_fr"] and academy.names == before

    def test_with_people_are_not_deleted(self, admin, academy, wanjiru):
        response = admin.post(reverse("institution:delete", args=[academy.pk]), follow=True)
        assert "records that must stay" in response.content.decode()
        assert Institution.objects.filter(pk=academy.pk).exists()


class TestRolesAndCohorts:
    def test_a_role_is_given_by_service_number_once(self, admin, academy, abdi):
        data = {"service_number": "ke-20417", "role": Role.INSTRUCTOR, "institution": academy.pk}
        admin.post(reverse("membership:add"), data)
        assert Membership.objects.get(user=abdi).role == Role.INSTRUCTOR
        assert "already has this role" in admin.post(reverse("membership:add"), data).content.decode()
        assert (
            "Nobody has this service number"
            in admin.post(reverse("membership:add"), {**data, "service_number": "KE-0"}).content.decode()
        )
        assert admin.get(reverse("membership:edit", args=[Membership.objects.get(user=abdi).pk])).status_code == 200

    def test_a_cohort_is_opened_with_its_people(self, admin, academy, wanjiru, stranger):
        data = {"institution": academy.pk, "name": "Intake", "starts_on": "", "ends_on": "", "add": "KE-20377\nUG-300"}
        page = admin.post(reverse("cohort:add"), data).content.decode()
        assert "Line 2: nobody of this institution" in page
        assert not Cohort.objects.exists()
        admin.post(reverse("cohort:add"), {**data, "add": "KE-20377"})
        assert list(Cohort.objects.get().people.all()) == [wanjiru]

    def test_nobody_adds_themselves_to_a_cohort(self, admin, superuser, academy):
        User.objects.filter(pk=superuser.pk).update(institution=academy)
        data = {"institution": academy.pk, "name": "Intake", "starts_on": "", "ends_on": "", "add": "root"}
        assert "You cannot add yourself to a cohort" in admin.post(reverse("cohort:add"), data).content.decode()
        assert not Cohort.objects.exists()

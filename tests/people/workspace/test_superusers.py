"""Acts of the person who runs the site on people and institutions, on the pages of administrators alone."""

import re

import pytest
from django.conf import settings

from lms.learning.progress.enrolments.assignment_services import assign
from lms.people.administration.records.services import join
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from tests.conftest import create_institution, make_person

PEOPLE, PLACE, COHORTS = "/academy/people/", "/academy/institution/", "/academy/cohorts/"
GONE = [f"/admin/{path}" for path in ("users/add/", "users/1/", "institution/", "cohort/", "membership/", "people/")]


@pytest.fixture
def admin(as_, superuser, site):
    return as_(superuser)


class TestThereIsOneWay:
    @pytest.mark.parametrize("path", GONE)
    def test_and_it_is_not_wagtails(self, admin, path):
        assert admin.get(path).status_code == 404

    def test_wagtails_list_of_users_leads_here(self, admin, as_, wanjiru):
        assert admin.get("/admin/users/").url == PEOPLE
        assert as_(wanjiru).get("/admin/users/").url != PEOPLE

    @pytest.mark.parametrize("path", [PEOPLE, PLACE, COHORTS, "/academy/log/"])
    def test_the_pages_are_open_for_whoever_runs_the_site_and_closed_to_others(
        self, admin, as_, client, omar, stranger, path
    ):
        assert admin.get(path).status_code == 200
        assert [as_(person).get(path).status_code for person in (omar, stranger)] == [404, 404]
        assert client.get(path).url.startswith("/sign-in/")


class TestPeople:
    def data(self, **changes):
        return {"service_number": "KE-77", "name": "Achieng Odhiambo", "sex": "F", "role_family": "police"} | changes

    def test_are_found_by_number_and_name(self, admin, wanjiru, abdi):
        page = admin.get(PEOPLE, {"q": "KE-20417"}).content.decode()
        assert "Abdi Hassan" in page
        assert "Wanjir" not in page
        assert "Abdi Hassan" in admin.get(PEOPLE, {"q": "abdi"}).content.decode()

    def test_are_added_with_one_name_and_no_e_mail(self, admin, academy):
        page = admin.get(f"{PEOPLE}add/").content.decode()
        assert "Service number" in page
        assert "First Name" not in page
        admin.post(f"{PEOPLE}add/", self.data(institution=academy.pk, language="sw"))
        achieng = User.objects.get(service_number="KE-77")
        assert (achieng.name, achieng.institution, achieng.language) == ("Achieng Odhiambo", academy, "sw")
        admin.post(f"/academy/sign-in/{achieng.pk}/", {"give": "password"})
        achieng.refresh_from_db()
        assert achieng.has_usable_password()
        assert achieng.password_given, "two people know it"

    def test_may_serve_nowhere(self, admin):
        assert admin.post(f"{PEOPLE}add/", self.data(institution="")).status_code == 302
        assert User.objects.get(service_number="KE-77").institution is None

    def test_not_twice_in_another_case(self, admin, academy, wanjiru):
        response = admin.post(f"{PEOPLE}add/", self.data(institution=academy.pk, service_number="ke-20377"))
        assert "Somebody with this service number is already here" in response.content.decode()

    def test_are_corrected_without_touching_the_password(self, admin, wanjiru):
        address, before = f"{PEOPLE}{wanjiru.pk}/correct/", wanjiru.password
        assert "Wanjir" in admin.get(address).content.decode()
        admin.post(address, self.data(service_number="KE-20377", name="Wanjirũ Kamau"))
        wanjiru.refresh_from_db()
        assert wanjiru.name == "Wanjirũ Kamau"
        assert wanjiru.password == before

    def test_with_training_records_are_not_deleted(self, admin, enrolment, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(last_login=None)
        type(enrolment).objects.filter(pk=enrolment.pk).update(started_at=enrolment.enrolled_at)
        answer = admin.post(f"{PEOPLE}{wanjiru.pk}/remove/", follow=True).content.decode()
        assert "so the account stays" in answer
        assert User.objects.filter(pk=wanjiru.pk).exists()
        assert type(enrolment).objects.filter(pk=enrolment.pk).exists()

    def test_a_superuser_deletes_a_person_without_records(self, admin, abdi):
        assert "nobody has signed in" in admin.get(f"{PEOPLE}{abdi.pk}/remove/").content.decode()
        assert User.objects.filter(pk=abdi.pk).exists()
        assert admin.post(f"{PEOPLE}{abdi.pk}/remove/").url == PEOPLE
        assert not User.objects.filter(pk=abdi.pk).exists()
        assert AuditEntry.objects.filter(action="person_deleted").count() == 1

    @pytest.mark.parametrize("used", ["signed in", "role", "merged"])
    def test_that_were_used_are_not(self, admin, abdi, academy, omar, used, now):
        if used == "signed in":
            User.objects.filter(pk=abdi.pk).update(last_login=now)
        elif used == "merged":
            make_person("KE-8", "Abdi", academy, is_active=False, merged_into=abdi)
        person = omar if used == "role" else abdi
        admin.post(f"{PEOPLE}{person.pk}/remove/")
        assert User.objects.filter(pk=person.pk).exists()


class TestInstitutions:
    def data(self, **changes):
        return {"name": "Bonde College", "name_fr": "Collège", "country": "KE", "timezone": "Africa/Nairobi"} | changes

    def test_countries_and_regions_are_added_with_their_place_in_the_tree(self, admin, region):
        for status in (302, 422):
            answer = admin.post(f"{PLACE}add/", self.data(kind="country", parent=region.pk))
            assert answer.status_code == status
        bonde = Institution.objects.get(name="Bonde College")
        assert (bonde.kind, bonde.path) == ("country", f"{region.path}{bonde.pk}/")
        assert bonde.name_in("fr") == "Collège"
        admin.post(f"{PLACE}add/", self.data(kind="region", parent="", name="Horn"))
        assert Institution.objects.get(name="Horn").parent is None

    def test_a_region_does_not_lie_in_a_country(self, admin, kenya, as_, amina):
        answer = admin.post(f"{PLACE}add/", self.data(kind="region", parent=kenya.pk))
        assert answer.status_code == 422
        assert as_(amina).post(f"{PLACE}add/", self.data(kind="region")).status_code == 404
        assert not Institution.objects.filter(name="Bonde College").exists()

    def test_are_moved_with_all_below_them(self, admin, kenya, region, academy):
        horn = create_institution(name="Horn", kind=Kind.REGION, parent=None)
        assert admin.post(f"{PLACE}{kenya.pk}/move/", {"parent": horn.pk}).status_code == 302
        academy.refresh_from_db()
        assert academy.path.startswith(horn.path)

    def test_cannot_hang_below_themselves(self, admin, kenya, academy):
        assert admin.post(f"{PLACE}{kenya.pk}/move/", {"parent": academy.pk}).status_code == 422
        kenya.refresh_from_db()
        assert kenya.parent.name == "East Africa"

    def test_have_a_field_for_their_name_in_each_language(self, admin, academy):
        Institution.objects.filter(pk=academy.pk).update(names={"fr": "École", "ar": "أكاديمية", "xx": "kept"})
        address = f"{PLACE}{academy.pk}/correct/"
        page = admin.get(address).content.decode()
        assert "{" not in page[page.index('name="name"') : page.index('name="kind"')]
        assert re.search(r'<input[^>]*name="name_ar"[^>]*value="أكاديمية"[^>]*lang="ar"[^>]*dir="rtl"', page)
        assert all(f'name="name_{code}"' in page for code, _language in settings.LANGUAGES)

        kept = self.data(name="Mlima Police Academy", name_fr=" Collège de police ", name_ar="", name_am="ኮሌጅ")
        admin.post(address, kept | {"kind": "academy"})

        academy.refresh_from_db()
        assert academy.names == {"fr": "Collège de police", "am": "ኮሌጅ", "xx": "kept"}
        assert "ኮሌጅ" in admin.get(f"{PLACE}{academy.pk}/").content.decode()

    def test_a_name_that_is_too_long_is_told_beside_its_field_and_nothing_is_kept(self, admin, academy):
        before, data = academy.names, self.data(name="Mlima Police Academy", name_fr="é" * 201, kind="academy")
        form = admin.post(f"{PLACE}{academy.pk}/correct/", data).context["form"]
        academy.refresh_from_db()
        assert list(form.errors) == ["name_fr"] and academy.names == before

    def test_have_a_code_and_a_kind_that_superusers_change(self, admin, academy, neighbour_academy, unit, as_, amina):
        address = f"{PLACE}{academy.pk}/correct/"
        same = self.data(name=academy.name)
        for wrong in ({"code": neighbour_academy.code.upper()}, {"code": "a b"}, {"kind": "unit", "code": "x"}):
            status = admin.post(address, same | {"kind": "academy"} | wrong).status_code
            assert status == (302 if wrong.get("kind") else 422), wrong
        academy.refresh_from_db()
        assert (academy.code, academy.kind) == ("x", "unit")
        assert admin.post(address, same | {"kind": "region"}).status_code == 422
        as_(amina).post(address, same | {"kind": "country", "code": "mine"})
        academy.refresh_from_db()
        assert (academy.code, academy.kind) == ("x", "unit")

    def test_with_people_are_not_deleted(self, admin, academy, wanjiru):
        response = admin.post(f"{PLACE}{academy.pk}/remove/", follow=True)
        assert "so it stays" in response.content.decode()
        assert Institution.objects.filter(pk=academy.pk).exists()
        assert not AuditEntry.objects.filter(action="institution_deleted").exists()

    def test_a_superuser_deletes_an_empty_unit(self, admin, as_, amina, unit, academy):
        assert as_(amina).post(f"{PLACE}{academy.pk}/remove/").status_code == 404, "it lies below one not hers"
        assert as_(amina).get(f"{PLACE}{unit.pk}/remove/").status_code == 200
        assert admin.post(f"{PLACE}{unit.pk}/remove/").url == PLACE
        assert not Institution.objects.filter(pk=unit.pk).exists()
        entry = AuditEntry.objects.get(action="institution_deleted")
        assert (entry.institution_id, entry.data) == (academy.pk, {"name": "Unit 3"})

    def test_of_the_neighbour_are_not_there(self, as_, amina, neighbour_academy, kenya):
        for place in (neighbour_academy, kenya):
            for path in ("", "correct/", "remove/", "move/"):
                assert as_(amina).get(f"{PLACE}{place.pk}/{path}").status_code == 404


class TestCohorts:
    def test_are_opened_and_filled(self, admin, academy, wanjiru, stranger):
        admin.post(f"{COHORTS}add/", {"institution": academy.pk, "name": "Intake", "starts_on": "", "ends_on": ""})
        cohort = Cohort.objects.get()
        page = admin.post(f"{COHORTS}{cohort.pk}/fill/", {"numbers": "KE-20377\nUG-300"}).content.decode()
        assert "Line 2: nobody of this institution" in page
        assert list(cohort.people.all()) == [wanjiru]

    def test_nobody_adds_themselves(self, admin, superuser, academy):
        User.objects.filter(pk=superuser.pk).update(institution=academy)
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        page = admin.post(f"{COHORTS}{cohort.pk}/fill/", {"numbers": "root"}, follow=True).content.decode()
        assert "You cannot add yourself to a cohort" in page
        assert not cohort.members.exists()

    def test_are_deleted_where_nothing_was_assigned(self, admin, as_, amina, beside, academy, wanjiru, course, now):
        kept, gone = (Cohort.objects.create(institution=academy, name=name) for name in ("Kept", "Gone"))
        join(cohort=gone, people=[wanjiru], now=now)
        assign(cohort=kept, courses=[course], due_at=None, by=None, now=now)
        assert as_(beside).post(f"{COHORTS}{gone.pk}/remove/").status_code == 404
        assert "so it stays" in admin.post(f"{COHORTS}{kept.pk}/remove/", follow=True).content.decode()
        assert as_(amina).post(f"{COHORTS}{gone.pk}/remove/").url == COHORTS
        assert list(Cohort.objects.all()) == [kept]
        assert User.objects.filter(pk=wanjiru.pk).exists()

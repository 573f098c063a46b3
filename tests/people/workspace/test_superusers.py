"""Acts of the person who runs the site on people and institutions, on the pages of administrators alone."""

import re

import pytest
from django.conf import settings

from lms.learning.progress.enrolments.assignment_services import assign
from lms.people.administration.records.services import join
from lms.people.audit.models import AuditEntry
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person

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


class TestPeople:
    def data(self, **changes):
        return {"service_number": "KE-77", "name": "Achieng Odhiambo", "sex": "F", "role_family": "police"} | changes

    def test_may_serve_nowhere(self, admin):
        assert admin.post(f"{PEOPLE}add/", self.data(institution="")).status_code == 302
        assert User.objects.get(service_number="KE-77").institution is None

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

    def test_delete_is_offered_only_where_it_can(self, admin, abdi, unit, academy, enrolment, wanjiru):
        User.objects.filter(pk=wanjiru.pk).update(last_login=None)
        type(enrolment).objects.filter(pk=enrolment.pk).update(started_at=enrolment.enrolled_at)
        cohorts = [Cohort.objects.create(institution=academy, name=name) for name in ("Kept", "Gone")]
        assign(cohort=cohorts[0], courses=[enrolment.course], due_at=None, by=None, now=enrolment.enrolled_at)
        kept, gone = (
            [f"{PEOPLE}{person.pk}/", f"{PLACE}{place.pk}/", f"{COHORTS}{cohort.pk}/"]
            for person, place, cohort in zip((wanjiru, abdi), (academy, unit), cohorts, strict=True)
        )
        for page in kept:
            assert f"{page}remove/" not in admin.get(page).content.decode()
            asked = admin.get(f"{page}remove/").content.decode()
            assert "button-danger" not in asked
            assert "stays" in asked
        for page in gone:
            assert f"{page}remove/" in admin.get(page).content.decode()
            assert "button-danger" in admin.get(f"{page}remove/").content.decode()

    def test_the_admin_deletes_nobody(self, admin, abdi):
        for action in ("delete", "set_active_state", "assign_role"):
            assert admin.post(f"/admin/bulk/people/user/{action}/?id={abdi.pk}").status_code == 404
        for page in ("", f"{abdi.pk}/delete/", f"{abdi.pk}/"):
            assert admin.post(f"/admin/users/{page}").status_code in (404, 405)
        assert User.objects.filter(pk=abdi.pk).exists()

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


class TestCohorts:
    def test_are_deleted_where_nothing_was_assigned(self, admin, as_, amina, beside, academy, wanjiru, course, now):
        kept, gone = (Cohort.objects.create(institution=academy, name=name) for name in ("Kept", "Gone"))
        join(cohort=gone, people=[wanjiru], now=now)
        assign(cohort=kept, courses=[course], due_at=None, by=None, now=now)
        assert as_(beside).post(f"{COHORTS}{gone.pk}/remove/").status_code == 404
        assert "so it stays" in admin.post(f"{COHORTS}{kept.pk}/remove/", follow=True).content.decode()
        assert as_(amina).post(f"{COHORTS}{gone.pk}/remove/").url == COHORTS
        assert list(Cohort.objects.all()) == [kept]
        assert User.objects.filter(pk=wanjiru.pk).exists()

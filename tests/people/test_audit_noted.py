"""What the rooms note in the audit log: who saw, took away and changed what."""

import pytest
from django.urls import reverse

from lms.people.administration.records import services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import User
from tests.conftest import make_person


def entries(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


class TestPeople:
    def test_made_changed_and_deleted_say_which_fields_and_nothing_of_what_is_in_them(self, academy):
        person = make_person("KE-55", "Achieng Otieno", academy)
        person.name, person.rank = "Achieng Odhiambo", "Sergeant"
        person.save()
        person.save()
        number = person.pk
        person.delete()
        [changed] = entries("person_changed")
        assert (changed.person_id, changed.institution_id) == (number, academy.pk)
        assert changed.data == {"fields": ["name", "rank"]}
        assert [entry.person_id for entry in entries("person_made") if entry.person_id == number] == [number]
        assert [entry.person_id for entry in entries("person_deleted")] == [number]

    def test_that_sign_in_are_not_changed(self, wanjiru):
        wanjiru.save(update_fields=["last_login"])
        assert entries("person_changed") == []

    def test_transferred_are_noted_on_both_sides(self, wanjiru, omar, academy, neighbour_academy, now):
        services.transfer(person=wanjiru, to=neighbour_academy, by=omar, now=now)
        services.transfer(person=wanjiru, to=neighbour_academy, by=omar, now=now)
        assert [(entry.institution_id, entry.person_id, entry.by_id) for entry in entries("person_transferred")] == [
            (academy.pk, wanjiru.pk, omar.pk),
            (neighbour_academy.pk, wanjiru.pk, omar.pk),
        ]


class TestCohortsAndInstitutions:
    def test_joined_and_left(self, cohort, wanjiru, abdi, omar, academy, now):
        services.leave(cohort=cohort, person=wanjiru, by=omar, now=now)
        services.leave(cohort=cohort, person=wanjiru, by=omar, now=now)
        assert {entry.person_id for entry in entries("cohort_joined")} == {wanjiru.pk, abdi.pk}
        [left] = entries("cohort_left")
        assert (left.person_id, left.by_id, left.institution_id) == (wanjiru.pk, omar.pk, academy.pk)
        assert left.data == {"cohort": cohort.pk}

    def test_cohorts_made_renamed_and_deleted(self, academy):
        cohort = services.open_cohort(institution=academy, name="Intake 8")
        number, cohort.name = cohort.pk, "Intake 9"
        cohort.save()
        cohort.delete()
        made, changed, deleted = (entries(f"cohort_{what}")[0] for what in ("made", "changed", "deleted"))
        assert {entry.data["cohort"] for entry in (made, changed, deleted)} == {number}
        assert changed.data["fields"] == ["name"]

    def test_institutions_made_changed_and_moved_and_plugins_switched(self, academy, uganda, superuser, now):
        assert academy.pk in {entry.institution_id for entry in entries("institution_made")}
        academy.names = {"fr": "Académie"}
        academy.save()
        [changed] = entries("institution_changed")
        assert (changed.institution_id, changed.data) == (academy.pk, {"fields": ["names"]})
        services.move(institution=academy, parent=uganda)
        assert [entry.data for entry in entries("institution_moved")] == [{"to": uganda.pk}]
        for _again in range(2):
            services.switch(plugin="quiz", institution=academy, on=False, by=superuser, now=now)
        [switched] = entries("plugin_switched")
        assert (switched.by_id, switched.data) == (superuser.pk, {"plugin": "quiz", "on": False})


class TestWhatStaffSee:
    def test_the_page_of_a_person_is_noted_for_where_they_serve(self, as_, omar, cohort, wanjiru, academy):
        browser = as_(omar)
        assert browser.get(f"/teach/people/{wanjiru.pk}/").status_code == 200
        browser.get(f"/teach/people/{wanjiru.pk}/")
        [entry] = entries("person_seen")
        assert (entry.by_id, entry.person_id, entry.institution_id, entry.page) == (
            omar.pk,
            wanjiru.pk,
            academy.pk,
            "teach:person",
        )

    def test_a_page_that_is_refused_was_not_seen(self, as_, neighbour, wanjiru):
        assert as_(neighbour).get(f"/teach/people/{wanjiru.pk}/").status_code == 404
        assert entries("person_seen") == []
        assert [entry.by_id for entry in entries("refused")] == [neighbour.pk]

    def test_a_cohort_s_file_is_noted(self, as_, omar, cohort, academy):
        assert as_(omar).get(f"/teach/cohorts/{cohort.pk}/export.csv").status_code == 200
        [entry] = entries("cohort_exported")
        assert (entry.by_id, entry.institution_id, entry.data) == (
            omar.pk,
            academy.pk,
            {"cohort": cohort.pk, "file": "csv"},
        )

    @pytest.mark.parametrize("extension", ["csv", "xlsx"])
    def test_a_report_s_file_is_noted_for_the_institution_of_who_takes_it(self, as_, halima, kenya, extension):
        assert as_(halima).get(reverse("reports:completion-file", args=[extension])).status_code == 200
        [entry] = entries("report_exported")
        assert (entry.by_id, entry.institution_id) == (halima.pk, kenya.pk)
        assert entry.data == {"report": "completion-by-institution", "file": extension}

    def test_a_learner_s_pages_note_nothing(self, as_, wanjiru, enrolment):
        browser, before = as_(wanjiru), AuditEntry.objects.count()
        assert browser.get("/learn/").status_code == 200
        assert browser.get("/learn/trafficking/").status_code == 200
        assert AuditEntry.objects.count() == before


def test_an_administrator_cannot_take_away_what_they_did(as_, academy, omar, cohort):
    amina = make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)
    as_(amina).get(f"/teach/cohorts/{cohort.pk}/export.csv")
    User.objects.get(pk=amina.pk).delete()
    assert [entry.by_id for entry in entries("cohort_exported")] == [amina.pk]

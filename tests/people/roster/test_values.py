"""What headings and cells mean, in the languages of the region. Hostile texts do no harm."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.administration.roster.parsing.dates import date_in, doubt_about, from_ethiopic, year_in
from lms.people.administration.roster.parsing.headings import heading_in, meaning, plain
from lms.people.administration.roster.parsing.table import Line
from lms.people.administration.roster.parsing.text_cleaning import tidy
from lms.people.administration.roster.parsing.values import Vocabulary, parse_row

from .test_csv import CORPORA

pytestmark = pytest.mark.once

WORDS = Vocabulary({"police": "police"}, {"am": "am"})
FIELDS = ("service_number", "name", "sex", "rank")


def said(*cells: str, fields=FIELDS):
    return parse_row(cells, fields, WORDS)


class TestHeadings:
    @pytest.mark.parametrize(
        ("titles", "fields"),
        [
            ("Force No.|Full Name|Gender (M/F)|Rank", "service_number name sex rank"),
            ("N° Matricule|NOM|Prénom(s)|Sexe|Grade", "service_number family_name given_name sex rank"),
            ("Matricule|Nom et prénoms|Sexe", "service_number name sex"),
            ("الرقم العسكري|الاسم الكامل|الجنس|الرتبة", "service_number name sex rank"),
            ("መለያ ቁጥር|ሙሉ ስም|ጾታ|ማዕረግ|ስልክ", "service_number name sex rank phone"),
            ("Namba ya askari|Jina kamili|Jinsia|Cheo", "service_number name sex rank"),
            ("Lambarka ciidanka|Magaca|Jinsiga|Darajada", "service_number name sex rank"),
            ("Lakkoofsa tajaajilaa|Maqaa guutuu|Saala|Sadarkaa", "service_number name sex rank"),
            ("Service No / الرقم العسكري|Name\nالاسم|E-Mail", "service_number name email"),
        ],
    )
    def test_are_known_in_each_language(self, titles, fields):
        heading = heading_in([Line(1, tuple(titles.split("|")))])
        assert heading.fields == tuple(fields.split())
        assert heading.missing == ()

    def test_a_column_that_counts_the_rows_is_no_service_number(self):
        lines = [Line(1, ("No", "Number", "Name")), Line(2, ("1", "771", "A")), Line(3, ("2", "772", "B"))]
        assert heading_in(lines).fields == ("", "service_number", "name")
        counting = [Line(1, ("Number", "Name", "Rank")), Line(2, ("1", "A")), Line(3, ("2", "B"))]
        assert heading_in(counting).missing == ("service_number",)

    def test_what_people_said_before_comes_first(self):
        assert meaning("Kitambulisho", {"kitambulisho": "service_number"}) == "service_number"
        assert meaning("Rank", {"rank": ""}) == ""

    def test_a_title_and_notes_above_are_passed_over(self):
        lines = [Line(1, ("Name of the academy", "Mlima")), Line(3, ("No", "Force No", "Name", "Sex"))]
        assert heading_in(lines).row == 3

    @given(st.text())
    def test_any_text_has_a_plain_form_that_stays(self, text):
        assert plain(plain(text)) == plain(text)


class TestValues:
    def test_women_and_men_in_each_language(self):
        women = ("F", "female", "Femme", "Féminin", "أنثى", "انثى", "ሴት", "KE", "Mke", "dumar", "dubartii")
        men = ("m", "Male", "Homme", "ذكر", "ወንድ", "ME", "mwanaume", "lab", "Dhiira")
        assert {said("1", "A", text).values["sex"] for text in women} == {"F"}
        assert {said("1", "A", text).values["sex"] for text in men} == {"M"}

    @pytest.mark.parametrize("text", ["", "-", "X", "not stated"])
    def test_who_says_nothing_changes_nothing(self, text):
        found = said("1", "A", text)
        assert ("sex" in found.values, found.reasons) == (False, [])

    def test_a_name_is_put_together_from_its_parts(self):
        found = said(
            "1", "Bekele", "Abebe", "Tesfaye", fields=("service_number", "middle_name", "given_name", "family_name")
        )
        assert found.values["name"] == "Abebe Bekele Tesfaye"

    @pytest.mark.parametrize(
        ("cell", "meant"),
        [
            ("\u200f عبدي\u200e  حسن\u202e", "عبدي حسن"),
            ("\ufeffA\u00a0B\x07", "A B"),
            ('="00123"', "00123"),
            ("'00123", "00123"),
            ("O'Brien", "O'Brien"),
            ("é", "é"),
        ],
    )
    def test_what_nobody_sees_is_taken_out(self, cell, meant):
        assert tidy(cell) == meant

    @pytest.mark.parametrize(
        ("cells", "reason"),
        [
            (("", "A"), "number-missing"),
            (("KE 1", "A"), "number-odd"),
            (("1.23E+11", "A"), "number-cut"),
            (("#N/A", "A"), "cell-error"),
            (("1", ""), "name-missing"),
            (("1", "=cmd|' /C calc'!A0"), "name-odd"),
            (("1", "@SUM(A1)"), "name-odd"),
            (("1", "12345"), "name-odd"),
            (("1", "A" * 201), "too-long"),
            (("1", "A", "Z"), "sex-unknown"),
            (("1", "A", "F", "r" * 61), "too-long"),
            (("1", "A", "F", "", "beyond"), "too-many-cells"),
        ],
    )
    def test_each_mistake_has_its_reason(self, cells, reason):
        assert reason in [code for code, _values in said(*cells).reasons]

    def test_digits_of_other_scripts_are_digits(self):
        assert said("٠١٢٣", "A").values["service_number"] == "0123"

    @pytest.mark.parametrize("address", ["a@b", "a b@c.org", "x@y.org,z@y.org", "@y.org"])
    def test_an_address_that_is_none_is_refused(self, address):
        assert parse_row(["1", "A", address], ("service_number", "name", "email"), WORDS).reasons[0][0] == "email-odd"

    @pytest.mark.parametrize("name", ["blns.json", "dompurify-fixtures.json"])
    def test_hostile_texts_come_through_or_are_refused_and_break_nothing(self, name):
        if not (CORPORA / "hostile").exists():
            pytest.skip(f"The corpus of hostile texts is not here ({CORPORA}); MAFUNZO_CORPORA names its folder.")
        texts = json.loads((CORPORA / "hostile" / name).read_text(encoding="utf-8"))
        for text in (str(one) for one in texts):
            found = parse_row(
                [text] * 8, ("service_number", "name", "sex", "rank", "email", "phone", "birth_year"), WORDS
            )
            assert all(len(str(value)) <= 254 for value in found.values.values())
            assert not any(sign in str(found.values) for sign in "\u202e\x00\x1b")
            meaning(text)


MARCH = (
    "1990-03-12|12/03/1990|12.3.90|12-Mar-90|12 mars 1990|March 12, 1990|١٢/٣/١٩٩٠|12 مارس 1990|"
    "12 Bitootessa 1990|12 machi 1990|12 ማርች 1990|3 መጋቢት 1982|3/7/1982 ዓ.ም|32944"
)


class TestDates:
    @pytest.mark.parametrize("text", MARCH.split("|"))
    def test_dates_in_local_forms_are_read(self, text):
        assert date_in(text) == date(1990, 3, 12)

    @pytest.mark.parametrize("text", ["30/02/1990", "abc", "", "1990-13-40", "99/99/9999", "6/13/1982 ዓ.ም"])
    def test_what_is_none_is_none(self, text):
        assert date_in(text) is None

    @pytest.mark.parametrize(("text", "year"), [("1990", 1990), ("1982 E.C.", 1990), ("12/03/1990", 1990)])
    def test_a_year_alone_will_do(self, text, year):
        assert year_in(text) == year

    def test_new_year_of_ethiopia(self):
        assert [from_ethiopic(year, 1, 1) for year in (2000, 2016, 2017)] == [
            date(2007, 9, 12),
            date(2023, 9, 12),
            date(2024, 9, 11),
        ]

    @given(st.text(max_size=40))
    def test_any_text_is_a_date_or_none(self, text):
        date_in(text)
        year_in(text)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("12/03/05", "two-figures"),
        ("12 March 05", "two-figures"),
        ("36526", "bare-number"),
        ("2005-03-12", ""),
        ("12/03/2005", ""),
        ("12 March 2005", ""),
        ("1998", ""),
    ],
)
def test_dates_that_may_be_read_wrongly_are_doubted(text, doubt):
    assert doubt_about(text) == doubt

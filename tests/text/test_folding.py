"""Texts that a reader takes for the same are compared as the same, in every script of the countries that learn here."""

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation.database.folded import with_words
from lms.foundation.text.folding import ETHIOPIC, LONGEST, ROUNDED, ascii_digits, fold, words
from lms.people.administration.records.models import SearchWord
from lms.people.directory.models import Cohort

SAME = [
    # English, French, Swahili, Somali, Oromo
    ("CONSENT", "consent"),
    ("STRASSE", "straße"),
    ("İstanbul", "istanbul"),
    ("Évaluation", "e\u0301valuation"),
    ("cœur", "COEUR"),
    ("Wanjirũ", "wanjiru"),
    ("ng'ombe", "ng’ombe"),
    ("re'ee", "reʼee"),
    ("co-operation", "co‑operation"),
    ("ﬁle", "file"),
    ("ＫＥ－２０３７７", "ke-20377"),
    # Arabic: digits, vowels, tatweel, alef and hamza, alef maqsura, ta marbuta, Persian letters, presentation forms
    ("KE-٢٠٣٧٧", "ke-20377"),
    ("١٩٤٩", "۱۹۴۹"),
    ("اتْجَار", "اتجار"),
    ("هـــدف", "هدف"),
    ("أحمد", "احمد"),
    ("إبراهيم", "ابراهيم"),
    ("آمن", "امن"),
    ("ٱلقانون", "القانون"),
    ("مسؤول", "مسوول"),
    ("رئيس", "رييس"),
    ("مصطفى", "مصطفي"),
    ("فاطمة", "فاطمه"),
    ("كتاب", "کتاب"),
    ("يد", "ید"),
    ("لا", "ﻻ"),
    ("الموافقة", "\u200fالموافقة\u200e"),
    # Amharic: letters of one sound, rounded consonants, long consonants, digits
    ("መሠረት", "መሰረት"),
    ("ሕግ", "ህግ"),
    ("ኃይል", "ሀይል"),
    ("ሐቅ", "ሃቅ"),
    ("ኸምሳ", "ሀምሳ"),
    ("ዓለም", "አለም"),
    ("ዐይን", "ኣይን"),
    ("ፀሐይ", "ጸሃይ"),
    ("ጉዋደኛ", "ጓደኛ"),
    ("ሗላ", "ኋላ"),
    ("ጐንደር", "ጎንደር"),
    ("ቍጥር", "ቁጥር"),
    ("አለ\u135f", "አለ"),
    ("፩", "1"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same_to_a_reader(one, other):
    assert fold(one) == fold(other) != ""
    assert words(one) == words(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [("hat", "hut"), ("ሰላም", "ሰለም"), ("ጸሎት", "ሰሎት"), ("قانون", "كانون"), ("حر", "خر"), ("1949", "1950")],
)
def test_these_are_different_words(one, other):
    assert fold(one) != fold(other)


def test_case_and_marks_count_where_they_are_asked_for():
    assert fold("UNODC", case=True) == "UNODC"
    assert fold("ÉLÈVE", marks=True) == "élève" != fold("eleve", marks=True)
    assert fold("رئيس", marks=True) != fold("رييس", marks=True)
    assert fold("شَرْطة", marks=True, case=True) == fold("شرطه")


def test_no_letter_is_folded_to_one_that_is_folded_again():
    assert not {letter for onto in ETHIOPIC.values() for letter in onto if letter in ETHIOPIC}
    assert all(fold(letter) == letter for letter in ROUNDED.values())


def test_raised_digits_are_folded_with_the_text_alone():
    assert ascii_digits("٣ m²") == "3 m²" and fold("٣ m²") == "3 m2"


@given(st.text(max_size=300))
def test_words_of_any_text_are_letters_and_digits_and_stay_when_folded_again(text):
    for word in words(text):
        assert 0 < len(word) <= LONGEST and not set(word) & set(" _%\0'")
        assert words(word) == [word] or not word.isascii()


@pytest.mark.django_db
class TestFoldedColumns:
    @pytest.mark.parametrize("typed", ["መሰረት", "መሠረት ٢٠٢٦", "2026", "２０２６"])
    def test_are_sought_by_words_in_any_spelling(self, academy, typed):
        cohort = Cohort.objects.create(institution=academy, name="መሠረት 2026")
        assert list(with_words(Cohort.objects.all(), "folded", typed)) == [cohort]

    @pytest.mark.parametrize("typed", ["%", "_", "'", "መሠረት 2027"])
    def test_have_nothing_for_other_words_and_signs(self, academy, typed):
        Cohort.objects.create(institution=academy, name="መሠረት 2026")
        assert not with_words(Cohort.objects.all(), "folded", typed).exists()

    def test_follow_a_name_that_changes(self, academy):
        cohort = Cohort.objects.create(institution=academy, name="Intake")
        cohort.name = "Promotion É"
        cohort.save()
        cohort.refresh_from_db()
        assert cohort.folded == "promotion e"

    def test_are_written_anew_by_the_command(self, academy, wanjiru):
        Cohort.objects.create(institution=academy, name="መሠረት 2026")
        Cohort.objects.update(folded="")
        SearchWord.objects.filter(word="20377").update(word="old")
        call_command("rebuild_search_words", verbosity=0)
        assert Cohort.objects.get().folded == "መሰረት 2026"
        assert "20377" in wanjiru.search_words.values_list("word", flat=True)

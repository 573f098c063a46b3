"""Words are compared without case, accents, vowel signs and letters that sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation.text.folding import line_of, sought, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Évaluation", "evaluation"),
        ("STRASSE", "straße"),
        ("İstanbul", "istanbul"),
        ("الضَّحِيَّة", "ضحيه"),
        ("أدلة", "ادلة"),
        ("والتهريب", "تهريب"),
        ("للضحايا", "ضحايا"),
        ("هـــدف", "هدف"),
        ("ሕግ", "ህግ"),
        ("ሠራተኛ", "ሰራተኛ"),
        ("ዓለም", "አለም"),
        ("ፀሐይ", "ጸሃይ"),
        ("٢٠٢٦", "2026"),
        ("ﬁle", "file"),
    ],
)
def test_words_that_differ_in_case_accents_or_letters_are_the_same(one, other):
    assert words_of(one) == words_of(other) != []


@pytest.mark.parametrize(("one", "other"), [("hat", "hut"), ("ሰላም", "ሰለም"), ("علم", "قلم")])
def test_different_words_are_not_the_same(one, other):
    assert words_of(one) != words_of(other)


def test_a_plural_is_sought_by_its_singular():
    assert sought("Victims victim gas 7s", most=8) == ["victim", "gas", "7s"]


@given(st.text(max_size=300))
def test_whatever_is_typed_has_words_of_letters_and_digits_alone(text):
    for word in sought(text, most=8):
        assert word and " " not in word and "\0" not in word and "%" not in word and len(word) <= 40
        assert f" {word}" in line_of(text) or word + "s" in line_of(text)

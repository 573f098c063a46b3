"""A lesson is read as the parts below its headings; its words are sought folded, without articles and plurals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.search.html_parsing import parts_of
from lms.desks.search.words import line_of, query_words, words_of

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الضَّحِيَّة", "ضحيه"),
        ("والتهريب", "تهريب"),
        ("للضحايا", "ضحايا"),
    ],
)
def test_an_article_before_a_word_does_not_count(one, other):
    assert words_of(one) == words_of(other) != []


@pytest.mark.parametrize(("one", "other"), [("hat", "hut"), ("ሰላም", "ሰለም"), ("علم", "قلم")])
def test_different_words_are_not_the_same(one, other):
    assert words_of(one) != words_of(other)


def test_a_plural_is_sought_by_its_singular():
    assert query_words("Victims victim gas 7s", most=8) == ["victim", "gas", "7s"]


@given(st.text(max_size=300))
def test_whatever_is_typed_has_words_of_letters_and_digits_alone(text):
    for word in query_words(text, most=8):
        assert word and " " not in word and "\0" not in word and "%" not in word and len(word) <= 40
        assert f" {word}" in line_of(text) or word + "s" in line_of(text)


def test_each_heading_begins_a_part():
    first = '<p>Before</p><h2 id="part-1">The <b>means</b></h2><p>Force.</p>'
    html = f"{first}<ul><li>Fraud</li><li>Threats</li></ul><h3>x</h3>"
    assert parts_of(html) == [("", "", "Before"), ("part-1", "The means", "Force. Fraud Threats"), ("", "x", "")]


def test_addresses_comments_and_names_of_files_are_not_read():
    html = '<p><a href="/secret/">A link</a> <img src="/x.png" alt="A road"><!--check:1--></p>'
    assert parts_of(html) == [("", "", "A link")]


@given(st.text(max_size=300))
def test_whatever_it_is_it_is_read(html):
    parts_of(html)

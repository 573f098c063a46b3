"""Links to the glossary in the text of a lesson."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from courses.lessons.words import Word, WordLinks
from courses.models import Term

PRESERVATION, REQUEST = Word("term-a", ("preservation",)), Word("term-b", ("preservation request",))


def linked(html: str, *words: Word) -> str:
    return WordLinks(words).link(html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Ransom, ransom.</p>", '<p><a href="/glossary/#t">Ransom</a>, ransom.</p>'),
        ("<p>ransoms, kingransom</p>", "<p>ransoms, kingransom</p>"),
        ('<p><a href="/x">ransom</a> ransom</p>', '<p><a href="/x">ransom</a> <a href="/glossary/#t">ransom</a></p>'),
        ("<p><b>ransom</b></p>", '<p><b><a href="/glossary/#t">ransom</a></b></p>'),
        ('<p title="ransom">none</p>', '<p title="ransom">none</p>'),
        ("l’ransom", 'l’<a href="/glossary/#t">ransom</a>'),
    ],
)
def test_links_whole_words_once_outside_links(text, expected):
    assert linked(text, Word("t", ("ransom",))) == expected


def test_the_longest_word_comes_first_and_keeps_its_place():
    text = "preservation request, preservation request, preservation"
    assert linked(text, PRESERVATION, REQUEST) == (
        '<a href="/glossary/#term-b">preservation request</a>, preservation request, '
        '<a href="/glossary/#term-a">preservation</a>'
    )


@pytest.mark.parametrize("between", ["&nbsp;", "\n", "  "])
def test_the_space_between_words_may_be_any(between):
    assert "/glossary/" in linked(f"preservation{between}request", REQUEST)


def test_an_arabic_word_goes_on_behind_a_vowel_sign():
    assert linked("إكراهٌ", Word("t", ("إكراه",))) == "إكراهٌ"
    assert linked("القسر.", Word("t", ("القسر",))) == '<a href="/glossary/#t">القسر</a>.'


def test_signs_of_html_and_of_patterns_are_letters_like_others():
    assert linked("<p>search &amp; seizure (law)</p>", Word("t", ("search & seizure (law)", "amp"))) == (
        '<p><a href="/glossary/#t">search &amp; seizure (law)</a></p>'
    )


def test_each_word_is_met_once_in_a_lesson():
    links = WordLinks([PRESERVATION])
    assert [links.link("preservation").count("<a ") for _block in range(2)] == [1, 0]


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_nothing_but_links_is_added(text, wordings):
    words = [Word(f"t{place}", (wording,)) for place, wording in enumerate(wordings)]
    again = linked(text, *words)
    assert again == linked(text, *words)
    for place in range(len(wordings)):
        again = again.replace(f'<a href="/glossary/#t{place}">', "")
    assert again.replace("</a>", "") == text.replace("</a>", "")


def test_words_of_another_script_stand_before_those_of_the_latin_one(db):
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("ar", "en")}
    for term, code in (("wage", "en"), ("أجر", "ar"), ("التحقيق", "ar"), ("act", "en")):
        Term.objects.create(term=term, definition="It is so.", locale=locales[code])
    assert [str(term) for term in Term.objects.in_languages(["ar", "en"])] == ["أجر", "التحقيق", "act", "wage"]

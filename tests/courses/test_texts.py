"""Texts that know their language."""

import json
import pickle

import pytest

from courses.catalogue.texts import Text, choose

TEXTS = {"en": "Consent", "fr": "Consentement", "ar": ""}


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        (("fr", "en"), ("Consentement", "fr")),
        (("ar", "en"), ("Consent", "en")),
        (("so",), ("Consent", "en")),
        ((), ("Consent", "en")),
    ],
)
def test_the_first_language_in_which_something_is_written_is_found(languages, found):
    text = choose(TEXTS, languages)
    assert (text, text.language) == found


def test_a_text_without_a_language_is_empty():
    assert (choose({}, ("en",)), choose({}, ("en",)).language) == ("", "")


def test_a_text_travels_like_any_other():
    text = Text("Consent", "en")
    assert json.loads(json.dumps({text: text})) == {"Consent": "Consent"}
    assert pickle.loads(pickle.dumps(text)).language == "en"

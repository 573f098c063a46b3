"""The English sentences of the interface are set as print sets them: curved apostrophes and quotes, real ellipses."""

import re
from pathlib import Path

import pytest

from lms.foundation.plugins.personal_data import declared_personal_data

pytestmark = pytest.mark.once

LOCALE = Path(__file__).parents[2] / "locale"
OF_WAGTAIL = {"More options for '%(title)s'"}
"""Written as Wagtail writes it, whose sentence is replaced."""
NATURAL = {"Something is written", "Something went wrong on our side", "This is to certify that"}
"""Beginnings with a pronoun that name what they mean all the same; the set only becomes smaller."""
PRONOUN = re.compile(
    r"((This|That) (is|was|has|can|cannot|may|must|will|came|belongs)"
    r"|These (are|were)|It|They|Something|Whoever|Those)\b"
)
STRAIGHT = re.compile(r"(?<!\\)'|\\\"|\.\.\.")


def sentences() -> list[str]:
    """The sentences of any catalogue, without what is markup: tags and their attributes."""
    text = (LOCALE / "fr/LC_MESSAGES/django.po").read_text()
    found = re.findall(r'^msgid(?:_plural)? ((?:".*"\n)+)', text, re.M)
    joined = ["".join(re.findall(r'^"(.*)"$', one, re.M)) for one in found]
    return [re.sub(r"<[^>]*>", "", one) for one in joined]


def test_no_sentence_has_a_typewriters_apostrophe_or_quotes():
    assert len(sentences()) > 1000
    assert [one for one in sentences() if STRAIGHT.search(one) and one not in OF_WAGTAIL] == []


def test_no_sentence_begins_with_a_pronoun_that_names_nothing():
    assert [one for one in sentences() if PRONOUN.match(one) and one not in NATURAL] == []


def test_what_is_kept_of_people_is_named_by_a_noun():
    said = [str(one.record.what) for one in declared_personal_data()]
    assert len(said) > 100
    assert [one for one in said if re.match(r"(What|Who|Whose|Whoever|Those)\b", one)] == []

"""The English sentences of the interface are set as print sets them: curved apostrophes and quotes, real ellipses."""

import re
from pathlib import Path

LOCALE = Path(__file__).parents[2] / "locale"
OF_WAGTAIL = {"More options for '%(title)s'"}
"""Written as Wagtail writes it, whose sentence is replaced."""
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

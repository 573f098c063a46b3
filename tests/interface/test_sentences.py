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


def test_no_page_puts_an_english_comma_between_two_values():
    """In Arabic and Amharic it is another one: a sentence has it, or values are divided by a point in the middle.

    What is compiled into a release (blocks) stays as it is.
    """
    rooms = [LOCALE.parent / room for room in ("lms", "courses", "assessments", "certificates", "home")]
    found, comma = [], re.compile(r"(?:\}\}|%\}), (?:\{\{|\{%|<)")
    files = (file for room in rooms for file in room.rglob("templates/**/*.html"))
    for file in (file for file in files if not {"admin", "blocks"} & set(file.parts)):
        text = re.sub(r"\{% blocktranslate.*?\{% endblocktranslate %\}", "", file.read_text(), flags=re.DOTALL)
        found += [f"{file.name}: …{text[max(0, hit.start() - 40) : hit.end() + 20]}" for hit in comma.finditer(text)]
    assert found == []

"""Text and numbers: bytes that an old computer wrote, escaping as a template does it, digits in addresses."""

import codecs

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from assessments.formats.registry.built_in import Aiken, Gift, MoodleXml
from lms.foundation.interface.decoding import decoded
from lms.foundation.interface.escaping import escaped
from lms.foundation.interface.parsing import whole_number

pytestmark = pytest.mark.once
ENGLISH = "Who may search a house?{~Anybody =A court}\n"
FRENCH = "Où l’enquête a-t-elle été ordonnée ? « Ici », répondit-il. {~Là =À côté}\n"
ARABIC = "ما هي عناصر جريمة الاتجار بالأشخاص؟{~الفعل =الفعل والوسيلة والغرض}\n"
AMHARIC = "የሰዎች ዝውውር ምንድን ነው?{~አንድ =ሁለት}\n"
MIXED = "Article 3 (الاتجار) of the Protocol: which means?{~أ =ب}\n"


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, ARABIC, AMHARIC, MIXED])
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_reads_unicode_with_and_without_a_mark(text, mark, encoding):
    assert decoded(mark + text.encode(encoding)) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"), [(FRENCH, "windows-1252"), (ARABIC, "windows-1256"), (MIXED, "windows-1256")]
)
def test_tells_the_windows_code_pages_apart(text, encoding):
    assert decoded(text.encode(encoding)) == (text, encoding)


def test_one_accent_does_not_make_a_text_arabic():
    assert decoded("Le procès {T}".encode("windows-1252")) == ("Le procès {T}", "windows-1252")


@given(st.binary(max_size=400))
def test_decodes_anything_without_nul(data):
    text, _encoding = decoded(data)

    assert "\0" not in text
    text.encode("utf-8")


@pytest.mark.parametrize("kind", [Gift(), Aiken(), MoodleXml()], ids=lambda kind: kind.slug)
class TestAnyBytes:
    @given(data=st.binary(max_size=300))
    def test_no_bytes_raise(self, kind, data):
        kind.recognises(data)
        assert kind.read(data) is not None

    @given(text=st.text("{}=~#:%>-.*1T/\\[]\n ab$A)NSWER<quiz", max_size=200))
    def test_no_syntax_raises(self, kind, text):
        assert kind.read(text.encode()) is not None


def test_an_xml_declaration_names_the_encoding():
    question = '<question type="description"><questiontext><text>ق</text></questiontext></question>'
    xml = f'<?xml version="1.0" encoding="windows-1256"?>\n<quiz>{question}</quiz>'

    reading = MoodleXml().read(xml.encode("windows-1256"))

    assert [entry.text for entry in reading.entries] == ["ق"]
    assert reading.encoding == "windows-1256"


class Text(str):
    pass


@pytest.mark.parametrize(
    "value",
    ["", "Mlima", "<b a=\"1\" b='2'>&amp;", mark_safe("<b>&amp;</b>"), Text("<b>"), gettext_lazy("<i>"), 4, 0.5, None],
)
def test_is_what_a_template_writes(value):
    assert escaped(value) == Template("{{ value }}").render(Context({"value": value}))


def test_reads_as_many_digits_as_are_allowed():
    assert [whole_number(text) for text in ("0", "7", "007", "123456789")] == [0, 7, 7, 123456789]
    assert whole_number("9" * 18, digits=18) == 10**18 - 1
    assert whole_number("9" * 19, digits=18) is None


@pytest.mark.parametrize(
    "text", [None, "", "-1", "+1", " 1", "1.5", "1e3", "٣", "²", "1234567890", "9" * 5000, "1\x00"]
)
def test_takes_nothing_else_for_a_number(text):
    assert whole_number(text) is None

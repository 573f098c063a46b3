"""How long a text message is, and how numbers are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.desks.notices.channels.sms.alphabet import length_of, plain
from lms.desks.notices.channels.sms.numbers import international

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "encoding", "places", "parts"),
    [
        ("", "gsm7", 0, 1),
        ("x" * 160, "gsm7", 160, 1),
        ("x" * 161, "gsm7", 161, 2),
        ("x" * 306, "gsm7", 306, 2),
        ("x" * 307, "gsm7", 307, 3),
        ("€" * 80, "gsm7", 160, 1),
        ("x" * 152 + "€" + "x" * 152, "gsm7", 306, 3),
        ("Ñ é à ß", "gsm7", 7, 1),
        ("ስ" * 70, "ucs2", 70, 1),
        ("ስ" * 71, "ucs2", 71, 2),
        ("ç", "ucs2", 1, 1),
        ("😀" * 35, "ucs2", 70, 1),
        ("x" * 66 + "😀" * 3, "ucs2", 72, 2),
    ],
)
def test_a_text_has_the_places_and_parts_of_the_standard(text, encoding, places, parts):
    length = length_of(text)
    assert (length.encoding, length.places, length.parts) == (encoding, places, parts)


@given(st.text())
def test_more_text_is_never_fewer_parts(text):
    assert length_of(text).parts <= length_of(text + "x").parts


def test_signs_of_print_do_not_halve_a_message():
    assert length_of(plain("“Karibu” – Wanjiru’s")).encoding == "gsm7"


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("0712 345 678", "KE", "+254712345678"),
        ("+254 712-345-678", "", "+254712345678"),
        ("00254712345678", "UG", "+254712345678"),
        ("254712345678", "KE", "+254712345678"),
        ("٠٧١٢٣٤٥٦٧٨", "KE", "+254712345678"),
        ("77 83 12 34", "DJ", "+25377831234"),
        ("0911234567", "ET", "+251911234567"),
        ("712345678", "UG", "+256712345678"),
        ("12", "KE", ""),
        ("0712345678", "", ""),
        ("office", "KE", ""),
        ("+0712345678", "KE", ""),
        ("", "KE", ""),
    ],
)
def test_numbers_have_the_code_of_their_country(written, country, number):
    assert international(written, country) == number

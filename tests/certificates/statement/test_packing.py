"""The statement of a QR code: what goes in comes out, in at most 300 bytes, and nothing else is read."""

from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from certificates import serials
from certificates.statement import packing, texts

from . import reading

pytestmark = pytest.mark.once

KEY = Ed25519PrivateKey.generate()
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéèçñĩũ '-."
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة ًٌَُِّْ"
ETHIOPIC = "".join(map(chr, range(0x1200, 0x1357))) + " ፡።"
SCRIPTS = {"latin": LATIN, "arabic": ARABIC, "ethiopic": ETHIOPIC}
STATEMENT = packing.Statement(
    key=b"\1\2\3\4",
    index=70_000,
    serial="K7QX-4M2P-9TCR",
    signed_on=date(2026, 12, 1),
    valid_until=date(2028, 12, 1),
    issuer=3,
    name="Wanjirũ wa Kamau",
    course="What trafficking is",
)


def digits(statement: packing.Statement) -> str:
    return packing.digits_of(statement, KEY.sign)


def length(text: str) -> int:
    return (int(text).bit_length() - 1) // 8


def tidy(text: str) -> str:
    return packing._tidy(text)


words = st.text("abcdefgh", min_size=1, max_size=8) | st.text(ARABIC[:29], min_size=1, max_size=8)
words |= st.text(ETHIOPIC[:300], min_size=1, max_size=8)


@given(st.text(max_size=200).filter(lambda text: not any(0xD800 <= ord(one) < 0xE000 for one in text)))
def test_any_text_comes_out_as_it_went_in(text):
    assert reading.unpack_text(texts.pack(text)) == text


@given(st.binary(max_size=40))
def test_any_bytes_are_a_text_or_refused(data):
    try:
        text = reading.unpack_text(data)
    except reading.InvalidText:
        return
    assert len(texts.pack(text)) <= len(data)


@pytest.mark.parametrize("script", SCRIPTS)
@given(data=st.data())
def test_eighty_characters_of_name_and_course_stay_whole_in_300_bytes(script, data):
    text = st.text(SCRIPTS[script], min_size=80, max_size=80)
    asked = replace(STATEMENT, name=data.draw(text), course=data.draw(text))
    written = digits(asked)
    statement, body, signature = reading.read(written)
    assert length(written) <= packing.MOST_BYTES
    assert reading.is_signed(body, signature, KEY.public_key())
    assert statement == replace(asked, name=tidy(asked.name), course=tidy(asked.course))


@given(st.lists(words, min_size=8, max_size=30), st.lists(words, min_size=8, max_size=30))
def test_words_of_mixed_scripts_fit_and_a_text_that_is_cut_says_so(name, course):
    asked = replace(STATEMENT, name=" ".join(name)[:80], course=" ".join(course)[:80])
    written = digits(asked)
    statement, _body, _signature = reading.read(written)
    assert length(written) <= packing.MOST_BYTES
    for held, whole in ((statement.name, tidy(asked.name)), (statement.course, tidy(asked.course))):
        assert held == whole or (held.endswith(packing.MARK) and whole.startswith(held[:-1]))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.text(max_size=255))
def test_no_text_is_too_long(name, course):
    asked = replace(STATEMENT, name=name, course="".join(one for one in course if not 0xD800 <= ord(one) < 0xE000))
    assert length(digits(asked)) <= packing.MOST_BYTES


@given(
    st.integers(0, 2**32 - 1), st.dates(date(2020, 1, 1), date(2190, 1, 1)), st.integers(0, 2**35 - 1), st.booleans()
)
def test_numbers_and_days_come_out_as_they_went_in(index, day, issuer, ends):
    until = date(2100, 1, 1) if ends else None
    asked = replace(STATEMENT, serial=serials.draw(), index=index, signed_on=day, issuer=issuer, valid_until=until)
    assert reading.read(digits(asked))[0] == asked


def test_one_bit_that_is_changed_is_refused_or_not_signed():
    number = int(digits(STATEMENT))
    for bit in range(number.bit_length() - 1):
        try:
            _statement, body, signature = reading.read(str(number ^ 1 << bit))
        except reading.InvalidStatement:
            continue
        assert not reading.is_signed(body, signature, KEY.public_key()), bit


@pytest.mark.parametrize("text", ["", "0", "1", "12a", "٣٤٥", "-5", "9" * 300, "1" * 1001, "0" + digits(STATEMENT)])
def test_other_digits_are_refused(text):
    with pytest.raises(reading.InvalidStatement):
        reading.read(text)


def test_a_signature_of_another_kind_of_document_does_not_pass():
    _statement, body, _signature = reading.read(digits(STATEMENT))
    assert not reading.is_signed(body, KEY.sign(body), KEY.public_key())


def test_the_longest_fits_a_code_that_a_phone_reads():
    text = "".join(map(chr, range(0x1200, 0x1250)))
    written = digits(replace(STATEMENT, name=text, course=text))
    code = packing.qr_code(f"https://learn.police-academy.example/verify/#{written}")
    assert (code.error, code.mode) == ("M", None) and code.version <= 14

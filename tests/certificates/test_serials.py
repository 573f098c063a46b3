"""Serial numbers: what is drawn, and what people make of it when they copy it."""

from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certificates import serials
from certificates.serials import ALPHABET, InvalidSerial

pytestmark = pytest.mark.once

drawn = st.text(ALPHABET, min_size=11, max_size=11).map(lambda text: text + serials.check(text))


def test_a_serial_is_three_groups_of_four_without_letters_that_look_like_digits():
    for _draw in range(100):
        serial = serials.draw()
        assert [len(group) for group in serial.split("-")] == [4, 4, 4]
        assert not set(serial) & set("ILOU")
        assert serials.read(serial) == serial


@given(drawn)
def test_every_single_wrong_character_is_noticed(characters):
    for place, right in enumerate(characters):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(InvalidSerial):
                serials.read(characters[:place] + wrong + characters[place + 1 :])


@given(drawn)
def test_every_exchange_of_two_characters_is_noticed(characters):
    assume(len(set(characters)) > 1)
    for one, other in combinations(range(len(characters)), 2):
        swapped = list(characters)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if "".join(swapped) != characters:
            with pytest.raises(InvalidSerial):
                serials.read("".join(swapped))


@pytest.mark.parametrize(
    "typed",
    [
        "k7qx-4m2p-9tcr",
        " K7QX 4M2P 9TCR ",
        "K7QX4M2P9TCR",
        "K7QX–4M2P–9TCR",
        "K7QX-٤M٢P-٩TCR",
        "Ｋ７ＱＸ－４Ｍ２Ｐ－９ＴＣＲ",
        "https://mafunzo.example/certificates/verify/K7QX-4M2P-9TCR/",
    ],
)
def test_a_serial_is_read_as_people_write_it(typed):
    assert serials.read(typed) == "K7QX-4M2P-9TCR"


def test_letters_that_were_never_drawn_are_read_as_what_they_look_like():
    body = "0101ABCD234"
    assert serials.read(f"OLoi{body[4:]}{serials.check(body)}") == serials.written(body + serials.check(body))


@given(st.text(max_size=300))
def test_anything_else_is_called_mistyped(text):
    with suppress(InvalidSerial):
        assert len(serials.read(text)) == 14


@pytest.mark.parametrize(
    "nonsense", ["", "-", "K7QX", "K7QX-4M2P-9TCS", "K7QX-4M2P-9TCRR", "UUUU-UUUU-UUUU", "½½½½½½½½½½½½", "\x00" * 12]
)
def test_nonsense_is_no_serial(nonsense):
    with pytest.raises(InvalidSerial):
        serials.read(nonsense)

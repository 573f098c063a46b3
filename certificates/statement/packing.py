"""The statement in the QR code of a certificate: its facts in few bytes, signed with Ed25519, as decimal digits. Pure.

Bytes: version 1, key 4, index 4, serial 7, day of signature 2, last day 2, issuer 1 to 5, name and course, signature
64. Numbers are big-endian; days count from 2020-01-01, and 0 is no last day; the issuer is a number in groups of seven
bits. Digits cost 0.3 % more room in a QR code than bytes, and any address may hold them.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from .. import serials
from . import texts

if TYPE_CHECKING:
    from segno import QRCode

MOST_BYTES = 300
VERSION = 1
DOMAIN = b"mafunzo-certificate-v1\0"
MARK = "…"
"""The end of a text that was shortened."""
_EPOCH = date(2020, 1, 1)
_SIGNATURE = 64


@dataclass(frozen=True)
class Statement:
    """Facts of one certificate. `key` is the 4 bytes that name the key, `index` the place in the revocation list,
    `issuer` the number of the institution.
    """

    key: bytes
    index: int
    serial: str
    signed_on: date
    valid_until: date | None
    issuer: int
    name: str
    course: str


def digits_of(statement: Statement, sign: Callable[[bytes], bytes]) -> str:
    """Return `statement` signed, as digits. The longer of its texts is shortened where it has more than `MOST_BYTES`;
    names and courses of 80 characters in one script stay whole.
    """
    statement = replace(statement, name=_tidy(statement.name), course=_tidy(statement.course))
    while len(body := pack(statement)) + _SIGNATURE > MOST_BYTES:
        longer = "name" if len(statement.name) > len(statement.course) else "course"
        statement = replace(statement, **{longer: getattr(statement, longer).removesuffix(MARK)[:-1] + MARK})
    data = body + sign(DOMAIN + body)
    return str(int.from_bytes(b"\1" + data, "big"))


def pack(statement: Statement) -> bytes:
    """Return the bytes of `statement` that are signed."""
    days = _day(statement.signed_on), _day(statement.valid_until) if statement.valid_until else 0
    return (
        bytes([VERSION])
        + statement.key
        + statement.index.to_bytes(4, "big")
        + _packed_serial(statement.serial)
        + b"".join(day.to_bytes(2, "big") for day in days)
        + _packed_number(statement.issuer)
        + texts.pack(f"{statement.name}\n{statement.course}")
    )


def key_of(digits: str) -> bytes:
    """Return the 4 bytes that name the key of a statement that `digits_of` wrote."""
    number = int(digits)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")[2:6]


def qr_code(text: str) -> "QRCode":
    """Return the QR code of an address, level M: digits after `#` in the mode for digits, all before them as bytes."""
    import segno
    from segno import consts

    address, number, digits = text.rpartition("#")
    if not number:
        return segno.make(text, error="m")
    parts = [(address + number, consts.MODE_BYTE), (digits, consts.MODE_NUMERIC)]
    return segno.make(parts, error="m")  # type: ignore[arg-type]  # it takes segments, too


def _tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _day(day: date) -> int:
    return (day - _EPOCH).days


def _packed_serial(serial: str) -> bytes:
    """Return the eleven drawn characters as a number: the twelfth follows from them."""
    drawn = serial.replace("-", "")[:-1]
    return sum(serials.ALPHABET.index(one) << 5 * place for place, one in enumerate(reversed(drawn))).to_bytes(7, "big")


def _packed_number(number: int) -> bytes:
    groups = [number & 127]
    while number := number >> 7:
        groups.insert(0, number & 127 | 128)
    return bytes(groups)

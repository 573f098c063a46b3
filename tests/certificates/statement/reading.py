"""Reader of statements for tests, as `verify.js` reads them."""

from datetime import timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from certificates import serials
from certificates.statement.packing import _EPOCH, DOMAIN, MOST_BYTES, VERSION, Statement
from certificates.statement.texts import _HEAD, ALPHABETS
from lms.foundation.interface.parsing import whole_number

_BEFORE_ISSUER, _SIGNATURE = 20, 64


class InvalidStatement(ValueError):
    """Refusal of digits or bytes that are no statement."""


class InvalidText(ValueError):
    """Refusal of bytes that hold no text, or more than a text."""


def read(digits: str) -> tuple[Statement, bytes, bytes]:
    """Return the statement that `digits` hold, the bytes that are signed, and the signature, which is not checked yet.

    Raises `InvalidStatement` for anything that `digits_of` never gives.
    """
    number = whole_number(digits, digits=1000)
    if not number or digits.startswith("0"):
        raise InvalidStatement("These are no digits of a statement.")
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if data[0] != 1 or not _BEFORE_ISSUER + 3 + _SIGNATURE <= len(data) - 1 <= MOST_BYTES:
        raise InvalidStatement("The digits are not whole.")
    body, signature = data[1:-_SIGNATURE], data[-_SIGNATURE:]
    return unpack(body), body, signature


def unpack(body: bytes) -> Statement:
    """Return the statement of the bytes that are signed. Raises `InvalidStatement`."""
    if body[0] != VERSION:
        raise InvalidStatement(f"Version {body[0]} is unknown.")
    signed_on, valid_until = (int.from_bytes(body[at : at + 2], "big") for at in (16, 18))
    issuer, place = _read_number(body, _BEFORE_ISSUER)
    try:
        name, course = unpack_text(body[place:]).split("\n")
    except ValueError as error:
        raise InvalidStatement(str(error)) from error
    return Statement(
        key=body[1:5],
        index=int.from_bytes(body[5:9], "big"),
        serial=_read_serial(body[9:16]),
        signed_on=_EPOCH + timedelta(days=signed_on),
        valid_until=_EPOCH + timedelta(days=valid_until) if valid_until else None,
        issuer=issuer,
        name=name,
        course=course,
    )


def is_signed(body: bytes, signature: bytes, public: Ed25519PublicKey) -> bool:
    """Return whether `signature` is that of a statement with these bytes."""
    try:
        public.verify(signature, DOMAIN + body)
    except InvalidSignature:
        return False
    return True


def unpack_text(data: bytes) -> str:
    """Return the text of `data`. Raises `InvalidText`."""
    bits = "".join(f"{byte:08b}" for byte in data)
    place, text = 0, []
    while len(bits) - place >= _HEAD:
        width, base = ALPHABETS[int(bits[place : place + 3], 2)]
        place += _HEAD
        ends = place + width * (int(bits[place - 7 : place], 2) + 1)
        if ends > len(bits):
            raise InvalidText("A run is cut off.")
        text += [_character(int(bits[at : at + width], 2), base) for at in range(place, ends, width)]
        place = ends
    if len(bits) - place > 7 or "1" in bits[place:]:
        raise InvalidText("Something follows the last run.")
    return "".join(text)


def _read_serial(data: bytes) -> str:
    number = int.from_bytes(data, "big")
    if number >> 55:
        raise InvalidStatement("This is no serial.")
    drawn = "".join(serials.ALPHABET[number >> 5 * place & 31] for place in reversed(range(serials.LENGTH - 1)))
    return serials.written(drawn + serials.check(drawn))


def _read_number(data: bytes, place: int) -> tuple[int, int]:
    """Return the number that begins at `place`, and where it ends. Raises `InvalidStatement`."""
    number = 0
    for end in range(place, min(place + 5, len(data))):
        number = number << 7 | data[end] & 127
        if number == 0 and data[end] & 128:
            break  # a group of noughts: the same number has a shorter form
        if data[end] < 128:
            return number, end + 1
    raise InvalidStatement("This is no number of an issuer.")


def _character(value: int, base: int) -> str:
    code = value if value < 128 else value - 128 + base
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise InvalidText(f"{code} is no character.")
    return chr(code)

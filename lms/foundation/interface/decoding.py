"""Bytes of a text file as text. Pure."""

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_RUN = re.compile(rb"[\x80-\xff]{2,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_ARABIC_LETTERS = frozenset(
    byte for byte in range(0x80, 0x100) if "\u0600" <= bytes([byte]).decode("cp1256") <= "\u06ff"
)
_LOOKED_AT = 100_000
"""Bytes of a file that decide."""


def decoded(data: bytes, *, errors: str = "replace") -> tuple[str, str]:
    """Return `data` as text without byte order mark and NUL, and the encoding it was taken for.

    Total with the `errors` of `bytes.decode` as they stand; with "strict" it raises `UnicodeDecodeError`.

    A byte order mark decides; then UTF-16 is known by its NULs, UTF-8 by its form. What is none of these is
    Windows-1256 where most letters above ASCII stand in words of Arabic letters, and Windows-1252 else.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data[len(mark) :].decode(encoding, errors)), encoding
    encoding = _sixteen(data[:_LOOKED_AT])
    if encoding:
        return _clean(data.decode(encoding, errors)), encoding
    try:
        return _clean(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _by_windows(data, errors)


def _by_windows(data: bytes, errors: str) -> tuple[str, str]:
    if _arabic(data[:_LOOKED_AT]):
        return _clean(data.decode("windows-1256", errors)), "windows-1256"
    return _clean(data.decode("windows-1252", errors)), "windows-1252"


def _sixteen(data: bytes) -> str:
    """Return the encoding of UTF-16 without a mark: nearly every second byte of its ASCII signs, such as blanks and
    line ends, is NUL, on one side only; empty for other data.
    """
    even, odd = data[0::2].count(0), data[1::2].count(0)
    least = max(1, len(data) // 20)
    if odd >= least and odd > 8 * even:
        return "utf-16-le"
    if even >= least and even > 8 * odd:
        return "utf-16-be"
    return ""


def _arabic(data: bytes) -> bool:
    high = len(_HIGH.findall(data))
    in_words = sum(sum(byte in _ARABIC_LETTERS for byte in run) for run in _RUN.findall(data))
    return in_words * 2 > high


def _clean(text: str) -> str:
    return text.replace("\0", "")

"""The formats that the bank reads and writes. Pure."""

import re
from collections.abc import Sequence

from lms.foundation.interface.decoding import decoded
from lms.foundation.plugins.content_format import ContentFormat, NotWritable

from .. import aiken
from ..draft import Draft, Reading
from ..gift import read as gift
from ..gift import write as gift_write
from ..moodle import read as moodle_read
from ..moodle import write as moodle_write
from ..qti.versions.formats import FORMATS as QTI
from ..xml import after_asides

_HEAD = 20_000
"""Bytes by which a format is recognised."""
_AIKEN = re.compile(r"^[ \t]*ANSWER:[ \t]*[A-Z]", re.MULTILINE)
_AIKEN_OPTION = re.compile(r"^[ \t]*A[).]", re.MULTILINE)
_QUIZ = re.compile(r"<quiz[\s>/]")
_GIFT = re.compile(r"\{[^{}]*\}|^\$CATEGORY:|^::", re.MULTILINE)


_NO_TEXT = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def head(data: bytes) -> str:
    """Return the beginning of a file as text; empty where it is no text, such as a picture or an archive."""
    text = decoded(data[:_HEAD])[0].lstrip()
    return "" if _NO_TEXT.search(text) else text


class Gift(ContentFormat):
    slug = "gift"
    name = "GIFT"
    extensions = (".gift", ".gift.txt", ".txt")

    def read(self, data: bytes, *, name: str = "") -> Reading:
        return gift.read(data)

    def write(self, drafts: Sequence[Draft]) -> tuple[bytes, str]:
        written, reasons = gift_write.write(drafts)
        if reasons:
            raise NotWritable(reasons)
        return written, "text/plain; charset=utf-8"

    def recognises(self, data: bytes) -> bool:
        text = head(data)
        return not text.startswith("<") and bool(_GIFT.search(text)) and not _AIKEN.search(text)


class Aiken(ContentFormat):
    slug = "aiken"
    name = "Aiken"
    extensions = (".aiken", ".aiken.txt", ".txt")

    def read(self, data: bytes, *, name: str = "") -> Reading:
        return aiken.read(data)

    def write(self, drafts: Sequence[Draft]) -> tuple[bytes, str]:
        written, reasons = aiken.write(drafts)
        if reasons:
            raise NotWritable(reasons)
        return written, "text/plain; charset=utf-8"

    def recognises(self, data: bytes) -> bool:
        text = head(data)
        return bool(_AIKEN.search(text) and _AIKEN_OPTION.search(text))


class MoodleXml(ContentFormat):
    slug = "moodlexml"
    name = "Moodle XML"
    extensions = (".xml",)

    def read(self, data: bytes, *, name: str = "") -> Reading:
        return moodle_read.read(data)

    def write(self, drafts: Sequence[Draft]) -> tuple[bytes, str]:
        written, reasons = moodle_write.write(drafts)
        if reasons:
            raise NotWritable(reasons)
        return written, "application/xml"

    def recognises(self, data: bytes) -> bool:
        text = head(data)
        return bool(_QUIZ.match(text, after_asides(text)))


FORMATS: tuple[type[ContentFormat], ...] = (Gift, Aiken, MoodleXml, *QTI)

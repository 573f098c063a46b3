"""QTI as formats of files: one for each version, which all read every version. Pure."""

from collections.abc import Sequence

from lms.plugins.content_format import ContentFormat

from ..draft import Draft, Reading
from .out import old_pack, pack
from .package import is_zip
from .reading import read

_MARKS = (b"questestinterop", b"assessmentItem", b"assessment-item", b"assessmentTest", b"assessment-test", b"imsmanifest.xml")
_LOOKED_AT = 4000


class Qti(ContentFormat):
    """What all versions share. Whatever the version that is asked for, a file is read as the version that it is."""

    extensions = (".zip", ".xml")
    version: str

    def read(self, data: bytes, *, name: str = "") -> Reading:
        return read(data, name=name)

    def recognises(self, data: bytes) -> bool:
        head = data[:_LOOKED_AT].replace(b"\0", b"")
        return (is_zip(data) and b"imsmanifest.xml" in data) or any(mark in head for mark in _MARKS)

    def write(self, drafts: Sequence[Draft]) -> tuple[bytes, str]:
        return pack.write(drafts, version=self.version)


class Qti21(Qti):
    slug = "qti21"
    name = "QTI 2.1"
    version = "2.1"


class Qti22(Qti):
    slug = "qti22"
    name = "QTI 2.2"
    version = "2.2"


class Qti30(Qti):
    slug = "qti30"
    name = "QTI 3.0"
    version = "3.0"


class Qti12(Qti):
    slug = "qti12"
    name = "QTI 1.2"
    version = "1.2"

    def write(self, drafts: Sequence[Draft]) -> tuple[bytes, str]:
        return old_pack.write(drafts)


FORMATS = (Qti12, Qti21, Qti22, Qti30)

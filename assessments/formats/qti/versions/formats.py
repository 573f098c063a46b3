"""QTI as formats of files: one for each version, which all read every version. Pure."""

from collections.abc import Sequence

from lms.foundation.plugins.content_format import ContentFormat

from ...draft import Draft, Reading
from ..manifest import MANIFEST
from ..package import Package, is_zip
from ..refusal import Unread
from ..write.v1 import pack as old_pack
from ..write.v2 import pack
from .reader import read

_MARKS = {
    "1.2": (b"questestinterop", b"imsqti_xmlv1p"),
    "2.1": (b"imsqti_v2p1", b"xmlv2p1"),
    "2.2": (b"imsqti_v2p2", b"xmlv2p2"),
    "3.0": (b"imsqtiasi_v3p0", b"xmlv3p0"),
}
_ANY = (b"<assessmentItem", b"<assessmentTest", b"imsqti_")
_LOOKED_AT = 4000


class Qti(ContentFormat):
    """Base of all versions. Whatever the version that is asked for, a file is read as the version that it is."""

    extensions = (".zip", ".xml")
    version: str

    def read(self, data: bytes, *, name: str = "") -> Reading:
        return read(data, name=name)

    def recognises(self, data: bytes) -> bool:
        return _version(_head(data)) == self.version

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


def _head(data: bytes) -> bytes:
    """Return the bytes that name the version: the beginning of the file, or of the package's manifest."""
    if not is_zip(data):
        return data[:_LOOKED_AT].replace(b"\0", b"")
    try:
        package = Package(data)
        return next((package[name] for name in package if name.endswith(MANIFEST)), b"")
    except Unread:
        return b""


def _version(head: bytes) -> str:
    """Return the version that a file says it is; the last one of its kind where it says none; nothing for what is no
    QTI.
    """
    known = next((version for version, marks in _MARKS.items() if any(mark in head for mark in marks)), "")
    return known or ("2.2" if any(mark in head for mark in _ANY) else "")


FORMATS = (Qti12, Qti21, Qti22, Qti30)

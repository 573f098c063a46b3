"""Evidence packs: a ZIP with a sealed value, the list of what it counts, and what is known of each row.

Written piece by piece, so that memory does not grow with the rows.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lms.foundation.database.chain import canonical

from ..listing import line_of, rows_of
from ..models import Snapshot, SnapshotRow
from .methods import method_of

HEAD, SIGNATURE, ROWS, DETAILS = "head.json", "head.sig", "rows.jsonl", "details.jsonl"
DEFINITION, METHOD, SUMS = "definition.json", "method.txt", "SHA256SUMS"
FILES = (HEAD, SIGNATURE, ROWS, DETAILS, DEFINITION, METHOD, SUMS)
PIECE = 64 * 1024


class _Outlet(RawIOBase):
    """A file that is only written to; what was written is taken out at once."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.kept += data
        return len(data)

    def taken(self) -> bytes:
        out, self.kept = bytes(self.kept), bytearray()
        return out


def pieces(snapshot: Snapshot) -> Iterator[bytes]:
    """Yield the pack of `snapshot` in pieces. The list is read twice, which costs less than keeping it."""
    outlet, sums = _Outlet(), dict[str, str]()
    with ZipFile(outlet, "w", ZIP_DEFLATED) as pack:
        for name, lines in _contents(snapshot):
            digest = sha256()
            with pack.open(_info(name, snapshot), "w", force_zip64=True) as file:
                for line in lines:
                    digest.update(line)
                    file.write(line)
                    if len(outlet.kept) > PIECE:
                        yield outlet.taken()
            sums[name] = digest.hexdigest()
        text = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        pack.writestr(_info(SUMS, snapshot), text)
    yield outlet.taken()


def _contents(snapshot: Snapshot) -> list[tuple[str, Iterable[bytes]]]:
    definition = snapshot.definition
    return [
        (HEAD, [bytes(snapshot.head)]),
        (SIGNATURE, [bytes(snapshot.signature)]),
        (DEFINITION, [definition.body.encode()]),
        (METHOD, [method_of(snapshot).encode()]),
        (ROWS, (line_of(row) for row in rows_of(snapshot))),
        (DETAILS, (_detail_of(row) for row in rows_of(snapshot))),
    ]


def _detail_of(row: SnapshotRow) -> bytes:
    """Return what is known of a row; nothing but its end where the person was erased."""
    known = getattr(row, "known", None)
    return canonical({"nonce": known.nonce, "detail": known.body} if known else {}) + b"\n"


def _info(name: str, snapshot: Snapshot) -> ZipInfo:
    """Return the entry of a file, with the moment of the value: the same value is the same pack."""
    info = ZipInfo(name, snapshot.made_at.timetuple()[:6])
    info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
    return info

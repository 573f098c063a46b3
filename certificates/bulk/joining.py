"""PDF files joined page by page, as a stream: however many there are, little of them is in memory.

ISO 32000-1, 7.5: objects, the table of their places, the trailer. What many pages share is written once.
"""

import io
from array import array
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import IO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

IN_A_BRANCH = 100
"""Pages below one node of the tree of pages."""
MOST_KNOWN = 4_000
"""Digests of written objects that are kept in mind; then they are forgotten, and a shared one is written once more."""
_ROOT, _CATALOG = 1, 2
_KEPT = ("/MediaBox", "/Resources", "/Contents", "/Rotate", "/Group")
"""Entries of a page that are copied: no form fields, as those of a signature, which does not hold for a copy."""


class JoinedPdf:
    """PDF that grows in `file`, which is open for writing bytes; whole once it is `finish`ed."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.pages = file, 0
        self._places = array("Q", [0, 0, 0])
        self._known: dict[bytes, int] = {}
        self._branches: list[tuple[int, list[int]]] = []
        self._at = 0
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, data: bytes) -> None:
        """Add every page of the PDF `data`. Raises the errors of pypdf where it is none."""
        for page in PdfReader(io.BytesIO(data)).pages:
            if not self._branches or len(self._branches[-1][1]) == IN_A_BRANCH:
                self._branches.append((self._reserve(), []))
            branch, kids = self._branches[-1]
            copied: dict[int, int] = {}
            entries = {key: self._copied(page.raw_get(key), copied) for key in _KEPT if key in page}
            about = {"/Type": NameObject("/Page"), "/Parent": _reference(branch), **entries}
            kids.append(self._put(_dictionary(about)))
            self.pages += 1

    def finish(self) -> None:
        """Write the tree of pages and the table of places."""
        root = ArrayObject()
        for number, kids in self._branches:
            root.append(_reference(number))
            self._put(_node(map(_reference, kids), len(kids), parent=_ROOT), number)
        self._put(_node(root, self.pages), _ROOT)
        self._put(_dictionary({"/Type": NameObject("/Catalog"), "/Pages": _reference(_ROOT)}), _CATALOG)
        start, size = self._at, len(self._places)
        self._write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
        for place in self._places[1:]:
            self._write(b"%010d 00000 n \n" % place)
        trailer = f"trailer\n<< /Size {size} /Root {_CATALOG} 0 R >>\nstartxref\n{start}\n%%EOF\n"
        self._write(trailer.encode())

    def _copied(self, value: PdfObject, copied: dict[int, int]) -> PdfObject:
        """Return `value` with references to the objects of this file, which are written where they are new."""
        if isinstance(value, IndirectObject):
            return self._reference_to(value, copied)
        if isinstance(value, StreamObject):
            stream = StreamObject()
            stream.set_data(value._data)
            stream.update({key: self._copied(one, copied) for key, one in value.items() if key != "/Length"})
            return stream
        if isinstance(value, DictionaryObject):
            return _dictionary({key: self._copied(one, copied) for key, one in value.items() if key != "/Parent"})
        if isinstance(value, ArrayObject):
            return ArrayObject(self._copied(one, copied) for one in value)
        return value

    def _reference_to(self, reference: IndirectObject, copied: dict[int, int]) -> PdfObject:
        number = copied.get(reference.idnum)
        if number is None:
            copied[reference.idnum] = 0  # one that leads back to itself is cut
            found = reference.get_object()
            kept = NullObject() if found is None else self._copied(found, copied)
            number = copied[reference.idnum] = self._put_once(kept)
        return _reference(number) if number else NullObject()

    def _put_once(self, value: PdfObject) -> int:
        """Return the number of the object, that of its like where one was written lately."""
        written = _bytes(value)
        digest = sha256(written).digest()[:16]
        if digest not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[digest] = self._put_bytes(written, self._reserve())
        return self._known[digest]

    def _put(self, value: PdfObject, number: int = 0) -> int:
        return self._put_bytes(_bytes(value), number or self._reserve())

    def _put_bytes(self, written: bytes, number: int) -> int:
        self._places[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, written))
        return number

    def _reserve(self) -> int:
        self._places.append(0)
        return len(self._places) - 1

    def _write(self, data: bytes) -> None:
        self.file.write(data)
        self._at += len(data)


def _bytes(value: PdfObject) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _dictionary(entries: Mapping[str, PdfObject]) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def _node(kids: Iterable[PdfObject], count: int, parent: int = 0) -> DictionaryObject:
    about: dict[str, PdfObject] = {
        "/Type": NameObject("/Pages"),
        "/Kids": ArrayObject(kids),
        "/Count": NumberObject(count),
    }
    return _dictionary(about | ({"/Parent": _reference(parent)} if parent else {}))

"""PDF files joined page by page, as a stream: however many there are, little of them is in memory.

ISO 32000-1, 7.5: objects, the table of their places, the trailer. What many pages share is written once. Sections of
the objects are written one after the other, also by several processes, and put together without reading them.
"""

import io
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from shutil import copyfileobj
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
_ROOT, _CATALOG, FIRST = 1, 2, 3
"""Numbers of the root of the tree of pages, of the catalogue, and of the first object of pages."""
_KEPT = ("/MediaBox", "/Resources", "/Contents", "/Rotate", "/Group")
"""Entries of a page that are copied: no form fields, as those of a signature, which does not hold for a copy."""


@dataclass(frozen=True)
class Section:
    """Objects of a PDF with the numbers from `first` on: the place of each, in bytes from the beginning of the
    section, and the nodes of pages among them, each as its number and how many pages it has.
    """

    first: int
    places: Sequence[int]
    branches: Sequence[tuple[int, int]]
    size: int

    @property
    def next(self) -> int:
        """Number of the first object behind it."""
        return self.first + len(self.places)

    def as_json(self) -> dict[str, object]:
        return {**vars(self), "places": list(self.places)}


class Pages:
    """Pages of other PDFs, written into `file` as one section of a PDF."""

    def __init__(self, file: IO[bytes], first: int = FIRST) -> None:
        self.file, self.first = file, first
        self._places = array("Q")
        self._known: dict[bytes, int] = {}
        self._branches: list[tuple[int, list[int]]] = []
        self._at = 0

    def add(self, data: bytes) -> None:
        """Add every page of the PDF `data`. Raises the errors of pypdf where it is none."""
        for page in PdfReader(io.BytesIO(data)).pages:
            if not self._branches or len(self._branches[-1][1]) == IN_A_BRANCH:
                self._branches.append((self._reserve(), []))
            branch, kids = self._branches[-1]
            copied: dict[int, int] = {}
            entries = {key: self._copied(page.raw_get(key), copied) for key in _KEPT if key in page}
            about = {"/Type": NameObject("/Page"), "/Parent": _reference(branch), **entries}
            kids.append(self._put(_dictionary(about), self._reserve()))

    def close(self) -> Section:
        """Write the nodes of the pages, and return what was written."""
        for number, kids in self._branches:
            self._put(_node(map(_reference, kids), len(kids), parent=_ROOT), number)
        branches = [(number, len(kids)) for number, kids in self._branches]
        return Section(self.first, self._places, branches, self._at)

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

    def _put(self, value: PdfObject, number: int) -> int:
        return self._put_bytes(_bytes(value), number)

    def _put_bytes(self, written: bytes, number: int) -> int:
        self._places[number - self.first] = self._at
        self._at += self.file.write(_object(number, written))
        return number

    def _reserve(self) -> int:
        self._places.append(0)
        return self.first + len(self._places) - 1


class JoinedPdf:
    """PDF that grows in `file`, which is open for writing bytes; whole once it is `finish`ed."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self._places = array("Q", [0] * FIRST)
        self._branches: list[tuple[int, int]] = []
        self._at = file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, files: Iterable[bytes]) -> None:
        """Add every page of these PDFs. Raises the errors of pypdf where one is none."""
        pages = Pages(self.file, len(self._places))
        for data in files:
            pages.add(data)
        self._take(pages.close())

    def append(self, section: Section, content: IO[bytes]) -> None:
        """Add pages that were written elsewhere. Raises `ValueError` where the section belongs to another place."""
        copyfileobj(content, self.file)
        self._take(section)

    def _take(self, section: Section) -> None:
        if section.first != len(self._places):
            raise ValueError(f"The section begins with object {section.first}, not {len(self._places)}.")
        self._places.extend(self._at + place for place in section.places)
        self._branches += section.branches
        self._at += section.size

    def finish(self) -> None:
        """Write the tree of pages and the table of places."""
        root = ArrayObject(_reference(number) for number, _pages in self._branches)
        self._write(_node(root, sum(pages for _number, pages in self._branches)), _ROOT)
        self._write(_dictionary({"/Type": NameObject("/Catalog"), "/Pages": _reference(_ROOT)}), _CATALOG)
        size = len(self._places)
        self.file.write(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
        for place in self._places[1:]:
            self.file.write(b"%010d 00000 n \n" % place)
        trailer = f"trailer\n<< /Size {size} /Root {_CATALOG} 0 R >>\nstartxref\n{self._at}\n%%EOF\n"
        self.file.write(trailer.encode())

    def _write(self, value: PdfObject, number: int) -> None:
        self._places[number] = self._at
        self._at += self.file.write(_object(number, _bytes(value)))


def _object(number: int, written: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, written)


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

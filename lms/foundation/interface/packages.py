"""Packages: the files of a zip by name, within limits that no honest package meets. Pure."""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath

MOST_FILES = 20_000
LARGEST_FILE = 50_000_000
LARGEST_TOTAL = 500_000_000
HIGHEST_RATIO = 200
"""How many bytes may come out of one, in files of more than `RATIO_COUNTS` bytes."""
RATIO_COUNTS = 1_000_000
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, RuntimeError, EOFError)


class BadPackage(ValueError):
    """A zip that is not read. `why`: `broken`, `too-many` (files), `too-large`, `path`, `link`, `encrypted` or `ratio`;
    `values` name the file, or what is the `most`.
    """

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.why, self.values = why, values


def is_zip(data: bytes) -> bool:
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


class Package(Mapping[str, bytes]):
    """The files of a zip, read when asked for. Raises `BadPackage` for one that is broken, hostile or too large."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except _BROKEN as error:
            raise BadPackage("broken") from error
        if len(infos) > MOST_FILES:
            raise BadPackage("too-many", most=MOST_FILES)
        if sum(info.file_size for info in infos) > LARGEST_TOTAL:
            raise BadPackage("too-large", most=LARGEST_TOTAL)
        self._infos = {_checked(info): info for info in infos}

    def __getitem__(self, name: str) -> bytes:
        info = self._infos[name]
        try:
            with self._zip.open(info) as file:
                return file.read(info.file_size)
        except (*_BROKEN, zlib.error) as error:
            raise BadPackage("broken") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def __len__(self) -> int:
        return len(self._infos)


def _checked(info: zipfile.ZipInfo) -> str:
    name = info.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name.split("/")[0] or "\0" in name:
        raise BadPackage("path", name=info.filename)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise BadPackage("link", name=info.filename)
    if info.flag_bits & _ENCRYPTED:
        raise BadPackage("encrypted")
    if info.file_size > LARGEST_FILE:
        raise BadPackage("too-large", most=LARGEST_FILE)
    if info.file_size > RATIO_COUNTS and info.file_size > HIGHEST_RATIO * max(1, info.compress_size):
        raise BadPackage("ratio", name=info.filename)
    return str(path)

"""Sets: how one is written, and read.

A set is a tar archive within a file of age: `about.json`, `settings.json`, the database in pieces, the files,
`files.sha256` (as sha256sum writes it), and `manifest.json` at its end, with the SHA-256 of each part and the rows of
each table. `age --decrypt --identity KEY SET | tar --extract` opens it without Mafunzo.
"""

import gzip
import hashlib
import io
import json
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings

from . import contents
from .encryption import ALTERED, MIB, Faulty, Refused, decrypted, encrypted, private_key, public_key
from .places import Folder, Place

_STAMP = "%Y%m%dT%H%M%SZ"
_INCOMPLETE = "The set is incomplete: it has no manifest at its end. Take another one."


@dataclass(frozen=True)
class Extract:
    """A set that was read whole and found to be as it was written: its texts, and figures."""

    about: dict[str, Any]
    settings: dict[str, str]
    counts: dict[str, int]
    files: int


def name_of(now: datetime) -> str:
    """Return the name of a set of this site that is made at `now`."""
    return f"{_prefix()}_{now.astimezone(UTC):{_STAMP}}.tar.age"


def times_of(names: list[str]) -> dict[str, datetime]:
    """Return, of these names of files, those of sets of this site, oldest first, with when each was made."""
    pattern = re.compile(rf"{re.escape(_prefix())}_(\d{{8}}T\d{{6}}Z)\.tar\.age")
    found = [(match[1], name) for name in names if (match := pattern.fullmatch(name))]
    return {name: datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC) for stamp, name in sorted(found)}


def _prefix() -> str:
    return "mafunzo_" + re.sub(r"[^\w.-]", "-", urlsplit(settings.BASE_URL).netloc)


def located(text: str, place: Callable[[], Place]) -> tuple[Place, str]:
    """Return the place and the name of the set that somebody wrote as a path, as a name, or as “latest”. Raises
    `Refused`.
    """
    if "/" in text:
        return Folder(Path(text).parent), Path(text).name
    there = place()
    if text != "latest":
        return there, text
    names = list(times_of(there.names()))
    if not names:
        raise Refused("There is no set of this site in BACKUP_TO. See that BASE_URL is that of the site.")
    return there, names[-1]


def write(place: Place, *, now: datetime) -> tuple[str, dict[str, Any]]:
    """Write a set of this moment; return its name and manifest. Raises `Refused` or `OSError`, with nothing written."""
    key, name = public_key(settings.BACKUP_KEY), name_of(now)
    if name in place.names():
        raise Refused(f"The set {name} is there already.")
    with place.writing(name) as sink, encrypted(sink, key) as plain:
        manifest = _write_parts(plain, now)
    return name, manifest


def _write_parts(plain: IO[bytes], now: datetime) -> dict[str, Any]:
    """Write the archive. The database comes before the files, so that each file that a row names is among them."""
    with (
        tarfile.open(fileobj=plain, mode="w|", bufsize=MIB, format=tarfile.PAX_FORMAT) as tar,
        contents.database() as (pieces, counts),
        tempfile.TemporaryFile() as listing,
    ):
        manifest: dict[str, Any] = {"counts": dict(counts)}
        manifest["about"] = _add_json(tar, "about.json", contents.about(now), now)
        manifest["settings"] = _add_json(tar, "settings.json", contents.environment(), now)
        manifest["database"] = _add_database(tar, pieces, now)
        manifest["files"], manifest["bytes"] = _add_files(tar, listing, now)
        size = listing.tell()
        listing.seek(0)
        manifest["listing"] = _add(tar, "files.sha256", listing, size, now)
        _add_json(tar, "manifest.json", manifest, now)
    return manifest


def _add_database(tar: tarfile.TarFile, pieces: Iterator[bytes], now: datetime) -> str:
    whole = hashlib.sha256()
    for number, piece in enumerate(pieces, start=1):
        whole.update(piece)
        _add(tar, f"database/{number:06}", io.BytesIO(piece), len(piece), now)
    return whole.hexdigest()


def _add_files(tar: tarfile.TarFile, listing: IO[bytes], now: datetime) -> tuple[int, int]:
    count = total = 0
    for name, size, opening in contents.files():
        try:
            file = opening()
        except FileNotFoundError:  # it was deleted meanwhile
            continue
        except OSError as error:
            raise Refused(
                f"{error.filename} cannot be read: {error.strerror}. Run this as the service's user."
            ) from error
        with file:
            listing.write(f"{_add(tar, name, file, size, now)}  {name}\n".encode())
        count, total = count + 1, total + size
    return count, total


def _add_json(tar: tarfile.TarFile, name: str, value: object, now: datetime) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=1).encode()
    return _add(tar, name, io.BytesIO(text), len(text), now)


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes], size: int, now: datetime) -> str:
    """Add a file and return its SHA-256."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(now.timestamp())
    hashed = _Hashed(file)
    tar.addfile(entry, hashed)  # type: ignore[arg-type]  # it is read only
    tar.members.clear()  # type: ignore[attr-defined]  # of a hundred thousand files it would keep all
    if hashed.bytes != size:
        raise Refused(f"{name} was cut while it was read. Start the backup again.")
    return hashed.digest.hexdigest()


class _Hashed:
    """A file that hashes what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.bytes = file, hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        self.bytes += len(data)
        return data


def read(place: Place, name: str, key: Path, into: Path, **options: Any) -> Extract:
    """Read the set called `name` into the folder `into`; see `_Reader` for the options. Raises `Refused` where it is
    not as it was written, and `OSError` where there is no room.
    """
    identity = private_key(key)
    with place.reading(name) as source, decrypted(source, identity) as plain:
        try:
            with tarfile.open(fileobj=plain, mode="r|", bufsize=MIB) as tar:
                return _Reader(tar, into, **options).read()
        except (tarfile.TarError, EOFError, ValueError, KeyError, gzip.BadGzipFile) as error:
            raise Faulty(ALTERED) from error


class _Reader:
    """Reader of one archive. `accept` gets `about.json` before anything is written, and may refuse it; without
    `keeps_files` files are read and hashed, and not written; with `only_settings` the reader stops behind them.
    """

    def __init__(
        self,
        tar: tarfile.TarFile,
        into: Path,
        *,
        accept: Callable[[dict[str, Any]], None] = lambda _about: None,
        keeps_files: bool = True,
        only_settings: bool = False,
    ) -> None:
        self.tar, self.into, self.accept, self.keeps_files = tar, into, accept, keeps_files
        self.only_settings = only_settings
        self.database, self.listing = hashlib.sha256(), hashlib.sha256()
        self.found: dict[str, Any] = {"files": 0}
        self.texts: dict[str, Any] = {}

    def read(self) -> Extract:
        while entry := self.tar.next():
            self.tar.members.clear()  # type: ignore[attr-defined]
            source = self.tar.extractfile(entry)
            if source is None or not _is_safe(entry.name):
                raise Faulty(ALTERED)
            self._take(entry.name, source)
            if entry.name == "manifest.json":
                self._compare()
            if "manifest.json" in self.texts or (self.only_settings and "settings.json" in self.texts):
                return self._extract()
        raise Faulty(_INCOMPLETE)

    def _extract(self) -> Extract:
        manifest = self.texts.get("manifest.json", {"counts": {}})
        return Extract(self.texts["about.json"], self.texts["settings.json"], manifest["counts"], self.found["files"])

    def _take(self, name: str, source: IO[bytes]) -> None:
        if name.startswith("database/"):
            self._take_piece(source.read())
        elif name.startswith(("data/", "keys/", "bucket/")):
            self._take_file(name, source)
        elif name == "files.sha256":
            self.found["listing"] = _digest(source)
        else:
            text = source.read()
            self.texts[name] = json.loads(text)
            self.found[name.removesuffix(".json")] = hashlib.sha256(text).hexdigest()
            if name == "about.json":
                self.accept(self.texts[name])

    def _take_piece(self, piece: bytes) -> None:
        self.database.update(piece)
        compressed = self.texts["about.json"]["database"] == "sqlite"
        with (self.into / "database").open("ab") as file:
            file.write(gzip.decompress(piece) if compressed else piece)

    def _take_file(self, name: str, source: IO[bytes]) -> None:
        target = None
        if self.keeps_files:
            path = self.into / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target = path.open("xb")
        self.listing.update(f"{_digest(source, target)}  {name}\n".encode())
        self.found["files"] += 1

    def _compare(self) -> None:
        manifest = self.texts["manifest.json"]
        self.found["database"] = self.database.hexdigest()
        wrong = [
            part for part in ("about", "settings", "database", "listing", "files") if manifest[part] != self.found[part]
        ]
        if wrong or self.listing.hexdigest() != manifest["listing"]:
            raise Faulty(f"The set is not what its manifest says ({', '.join(wrong) or 'files'}). Take another one.")


def _digest(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Return the SHA-256 of a file, which is written to `target`, too."""
    digest = hashlib.sha256()
    while data := source.read(MIB):
        digest.update(data)
        if target:
            target.write(data)
    if target:
        target.close()
    return digest.hexdigest()


def _is_safe(name: str) -> bool:
    """Return whether a name leads nowhere but into the folder of the set."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name

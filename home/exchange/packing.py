"""Files of a course as a folder or a ZIP, read within limits whatever somebody sent. Pure."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from home.curriculum.schema import BadFile

MOST_FILES, MOST_BYTES, LARGEST, LONGEST = 500, 200 * 2**20, 50 * 2**20, 4 * 2**20
"""Files in a course, bytes of all of them, bytes of one, and of one that is a text."""
_NAME = re.compile(r"(?:[a-z]{2,3}|course|provisions)\.toml|media/[0-9a-f]{64}\.[a-z0-9]{1,5}")
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The time that a file in a ZIP says: the same course gives the same bytes."""

Files = Mapping[str, bytes]
"""Contents by name: `en.toml`, `media/….jpg`."""


def read(path: Path) -> dict[str, bytes]:
    """Return the files of a folder or ZIP. Raises `BadFile` for what is no part of a course, or is too large."""
    if path.is_dir():
        return _of_folder(path)
    try:
        return read_zip(path.read_bytes())
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}.") from error


def _of_folder(folder: Path) -> dict[str, bytes]:
    found = sorted(file for file in folder.rglob("*") if not file.is_dir() or file.is_symlink())
    names = {file.relative_to(folder).as_posix(): file for file in found}
    if linked := next((name for name, file in names.items() if file.is_symlink() or not file.is_file()), None):
        raise BadFile(f"{linked}: only plain files belong to a course.")
    _check({name: file.stat().st_size for name, file in names.items()})
    return {name: file.read_bytes() for name, file in names.items()}


def read_zip(data: bytes) -> dict[str, bytes]:
    """Return the files in a ZIP. Raises `BadFile`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            _check({one.filename: one.file_size for one in entries}, entries=len(entries))
            return {one.filename: _content(archive, one) for one in sorted(entries, key=lambda one: one.filename)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(f"The file is no ZIP that can be read: {error}.") from error


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry, no more than it says that it has."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise BadFile(f"{entry.filename}: its size is not what the ZIP says.")
    return content


def _check(sizes: Mapping[str, int], entries: int | None = None) -> None:
    if strange := next((name for name in sizes if not _NAME.fullmatch(name)), None):
        raise BadFile(f"{strange[:200]}: no part of a course is called so.")
    if entries not in (None, len(sizes)):
        raise BadFile("A name comes twice in the ZIP.")
    longest = max((size for name, size in sizes.items() if name.endswith(".toml")), default=0)
    if (
        longest > LONGEST
        or len(sizes) > MOST_FILES
        or sum(sizes.values()) > MOST_BYTES
        or max(sizes.values(), default=0) > LARGEST
    ):
        limits = f"{MOST_FILES} files, {LARGEST // 2**20} MB each and {MOST_BYTES // 2**20} MB together"
        raise BadFile(f"The course is too large: at most {limits}.")


def write(files: Files, path: Path) -> None:
    """Write the files to a ZIP, if `path` is called so, or to a new or empty folder. Raises `BadFile`."""
    if path.suffix == ".zip":
        path.write_bytes(zipped(files))
        return
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise BadFile(f"{path}: the folder is not empty. Name another one.")
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)


def zipped(files: Files) -> bytes:
    """Return the files as a ZIP: the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _ALWAYS), files[name], zipfile.ZIP_DEFLATED)
    return data.getvalue()

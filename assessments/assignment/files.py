"""Checks of a file that somebody sent: its kind by content, its packing, pictures drawn anew, a scanner."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from lms.foundation.interface.pictures import NoPicture, as_jpeg, redrawn
from lms.foundation.work.uploads import UnreadableUpload, convert_in_sandbox, read_in_sandbox

from . import scanner
from .file_kinds import HEAD, OF_FAMILY, PICTURES, BadDocument, document_ending, endings_of, endings_told_by

MEGABYTE = 1024 * 1024
SIDE, QUALITY, PICTURE_MOST = 2560, 82, 24 * MEGABYTE
"""Longer side of a picture that is kept, in pixels: enough to read a page of paper; and the bytes of one that comes."""
LONGEST_NAME = 100


class BadFile(ValueError):
    """Refusal of a file. The message says what is wrong with it and what to do."""


class NotScanned(BadFile):
    """The scanner did not answer: the same file may be taken later."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept: its name with the ending of its kind, and its content."""

    name: str
    ending: str
    content: IO[bytes]
    size: int


def check_file(content: IO[bytes], name: str, size: int, *, families: Iterable[str], megabytes: int) -> CheckedFile:
    """Return the file as it is kept. A picture is drawn anew, without place, time or device. Raises `BadFile`."""
    families = list(families)
    if not size:
        raise BadFile(_("This file is empty. Choose another one."))
    if size > megabytes * MEGABYTE:
        raise BadFile(too_large(megabytes))
    _scan(content)
    content.seek(0)
    ending = _ending(content, name, size)
    if ending not in endings_of(families):
        raise BadFile(not_taken(families))
    stem = plain_name(name).rpartition(".")[0] or plain_name(name)
    if ending in OF_FAMILY[PICTURES]:
        return _picture(content, stem)
    content.seek(0)
    return CheckedFile(f"{stem}.{ending}", ending, content, size)


def too_large(megabytes: int) -> str:
    """Return the sentence for a file that is larger than that."""
    return _("This file is larger than %(limit)s MB. Choose a smaller one.") % {"limit": megabytes}


def not_taken(families: Iterable[str]) -> str:
    """Return the sentence for a file of a kind that is not taken."""
    endings = ", ".join(endings_of(families))
    return _("Files of this kind are not taken here. These are: %(endings)s.") % {"endings": endings}


def plain_name(name: str) -> str:
    """Return the last part of a file's name, without signs that nobody sees, and not too long."""
    last = PurePath(name.replace("\\", "/")).name
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"/|?*').strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - 9]}.{ending}"
    return plain[: LONGEST_NAME - 9] or _("File")


def _ending(content: IO[bytes], name: str, size: int) -> str:
    """Return the ending of the file's kind: the one that it is called by, where the kind has it. Raises `BadFile`."""
    head = content.read(HEAD)
    content.seek(0)
    if head.startswith(b"PK"):
        try:
            return str(read_in_sandbox(partial(_document, content.read())) or "")
        except UnreadableUpload as error:
            raise BadFile(_("This document cannot be read. Save it anew as PDF, then add it again.")) from error
    told = endings_told_by(head, whole=size <= HEAD)
    named = name.rpartition(".")[2].lower()
    return named if named in told else next(iter(told), "")


def _document(data: bytes) -> str:
    try:
        return document_ending(data)
    except BadDocument:
        return ""


def _picture(content: IO[bytes], stem: str) -> CheckedFile:
    try:
        data = convert_in_sandbox(_redrawn, content.read())
    except NoPicture as error:
        raise BadFile(str(error)) from error
    return CheckedFile(f"{stem}.jpg", "jpg", io.BytesIO(data), len(data))


def _redrawn(data: bytes) -> bytes:
    formats = ("JPEG", "PNG", "WEBP")
    return as_jpeg(redrawn(data, formats=formats, mode="RGB", side=SIDE, most_bytes=PICTURE_MOST), QUALITY)


def _scan(content: IO[bytes]) -> None:
    try:
        is_clean = scanner.is_clean(content)
    except scanner.NoAnswer as error:
        raise NotScanned(_("The file could not be checked for viruses. Try again in some minutes.")) from error
    if not is_clean:
        raise BadFile(_("The scanner found a virus in this file, so it was not taken. Clean the device it is from."))

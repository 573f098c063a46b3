"""Checks of a file that somebody sent: its kind by content, its packing, pictures drawn anew."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from lms.foundation.interface.pictures import NoPicture, as_jpeg, redrawn
from lms.foundation.work.uploads import TOO_HEAVY, UnreadableUpload, convert_in_sandbox, read_in_sandbox

from .file_kinds import OF_FAMILY, PICTURES, ZIPPED, endings_of, is_plain_document

MEGABYTE = 1024 * 1024
SIDE, QUALITY, PICTURE_MOST = 2560, 82, 24 * MEGABYTE
"""Longer side of a picture that is kept, in pixels: enough to read a page of paper; and the bytes of one that comes."""
LONGEST_NAME = 100


class BadFile(ValueError):
    """Refusal of a file. The message says what is wrong with it and what to do."""


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
    plain = plain_name(name)
    stem, _dot, ending = plain.rpartition(".")
    ending = {"jpeg": "jpg"}.get(ending.lower(), ending.lower())
    if ending not in endings_of(families):
        raise BadFile(not_taken(families))
    content.seek(0)
    if ending in OF_FAMILY[PICTURES]:
        return _picture(content, stem)
    _judge(content, plain, ending)
    content.seek(0)
    return CheckedFile(f"{stem}.{ending}", ending, content, size)


def _judge(content: IO[bytes], name: str, ending: str) -> None:
    """Raise `BadFile` for a file that is not what its name says, and for a document that holds programs."""
    from courses.access.uploads import check

    try:
        check(File(content, name=name))
    except ValidationError as error:
        raise BadFile(error.messages[0]) from error
    content.seek(0)
    try:
        fits = ending not in ZIPPED or read_in_sandbox(partial(is_plain_document, content.read()))
    except UnreadableUpload as error:
        raise BadFile(str(TOO_HEAVY)) from error
    if not fits:
        raise BadFile(_("This document holds macros, or is damaged. Save it as PDF, then add that."))


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


def _picture(content: IO[bytes], stem: str) -> CheckedFile:
    try:
        data = convert_in_sandbox(_redrawn, content.read())
    except NoPicture as error:
        raise BadFile(str(error)) from error
    return CheckedFile(f"{stem}.jpg", "jpg", io.BytesIO(data), len(data))


def _redrawn(data: bytes) -> bytes:
    formats = ("JPEG", "PNG", "WEBP")
    return as_jpeg(redrawn(data, formats=formats, mode="RGB", side=SIDE, most_bytes=PICTURE_MOST), QUALITY)

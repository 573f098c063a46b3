"""Uploads of editors, checked by their bytes: a form refuses a file that is not what its name says, or is too large,
beside the field.
"""

import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from lms.foundation.interface import pictures
from lms.foundation.work.uploads import TOO_HEAVY, UnreadableUpload, read_in_sandbox

from .owned_files import usual_collection

MEGABYTE = 1024 * 1024
PICTURES = ("AVIF", "GIF", "JPEG", "PNG", "WEBP")
_HEAD = 8192
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NEVER_IN_TEXT = bytes(sorted({*range(9), 11, *range(14, 27), *range(28, 32)}))
Test = Callable[[bytes, BinaryIO], bool]


def _has_signature(*marks: bytes, at: int = 0) -> Test:
    return lambda head, file: any(head[at:].startswith(mark) for mark in marks)


def _is_mp3(head: bytes, file: BinaryIO) -> bool:
    """Return a tag, or the eleven set bits with which a frame begins, of a version, layer, bit rate and sampling rate
    that there are.
    """
    if head.startswith(b"ID3"):
        return len(head) > 128
    frame = len(head) > 128 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return (
        frame
        and head[1] & 0x18 != 0x08
        and head[1] & 0x06 == 0x02
        and head[2] >> 4 not in (0, 15)
        and head[2] & 0x0C != 0x0C
    )


def _holds(part: str) -> Test:
    """Return a test whether a file is a zip that contains `part`."""

    def test(head: bytes, file: BinaryIO) -> bool:
        file.seek(0)
        return bool(read_in_sandbox(partial(_has, file.read(), part)))

    return test


def _has(data: bytes, part: str) -> bool:
    try:
        names = zipfile.ZipFile(BytesIO(data)).namelist()
    except MemoryError:
        raise
    except Exception:  # whatever a zip that is none raises
        return False
    return any(name == part or name.startswith(f"{part}/") for name in names)


def _is_text(head: bytes, file: BinaryIO) -> bool:
    return head.startswith(_TEXT_MARKS) or head.translate(None, _NEVER_IN_TEXT) == head


AUDIO, VIDEO, DOCUMENT = 30 * MEGABYTE, 60 * MEGABYTE, 20 * MEGABYTE
KINDS: dict[str, tuple[int, Test]] = {
    "mp3": (AUDIO, _is_mp3),
    "ogg": (AUDIO, _has_signature(b"OggS")),
    "opus": (AUDIO, _has_signature(b"OggS")),
    "m4a": (AUDIO, _has_signature(b"ftyp", at=4)),
    "mp4": (VIDEO, _has_signature(b"ftyp", at=4)),
    "mov": (VIDEO, _has_signature(b"ftyp", at=4)),
    "3gp": (VIDEO, _has_signature(b"ftyp", at=4)),
    "webm": (VIDEO, _has_signature(b"\x1a\x45\xdf\xa3")),
    "wav": (AUDIO, _has_signature(b"WAVE", at=8)),
    "amr": (AUDIO, _has_signature(b"#!AMR")),
    "pdf": (DOCUMENT, _has_signature(b"%PDF-")),
    "docx": (DOCUMENT, _holds("word")),
    "xlsx": (DOCUMENT, _holds("xl")),
    "pptx": (DOCUMENT, _holds("ppt")),
    "odt": (DOCUMENT, _holds("content.xml")),
    "ods": (DOCUMENT, _holds("content.xml")),
    "odp": (DOCUMENT, _holds("content.xml")),
    "csv": (DOCUMENT, _is_text),
    "txt": (DOCUMENT, _is_text),
}
"""How large a file with that ending may be, and how its bytes are known."""


def check(file: Any) -> None:
    """Raise `ValidationError`: larger than a file of its kind may be, or not of the kind that its name says."""
    ending = PurePath(file.name).suffix.lower().removeprefix(".")
    most, is_such = KINDS.get(ending, (0, None))
    if is_such is None:
        raise ValidationError(
            _("Files that end in “.%(ending)s” are not taken. Save it in another format.") % {"ending": ending}
        )
    if file.size > most:
        sentence = _("The file is larger than %(limit)s. Make it smaller, or divide it, then upload it again.")
        raise ValidationError(sentence % {"limit": filesizeformat(most)})
    file.seek(0)
    try:
        known = is_such(file.read(_HEAD), file)
    except UnreadableUpload as error:
        raise ValidationError(TOO_HEAVY) from error
    finally:
        file.seek(0)
    if not known:
        sentence = _(
            "The file is not what its name says: its content is no “.%(ending)s”. Save it again where it comes from, "
            "then upload it."
        )
        raise ValidationError(sentence % {"ending": ending})


class _CheckedFileForm:
    """A form whose field `file` is judged by its bytes where somebody brings another."""

    cleaned_data: dict[str, Any]
    changed_data: list[str]

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check(file)
        return file


class _CollectionForm:
    """A form that proposes to put a new file where those of the uploader's institution lie."""

    instance: Any
    fields: dict[str, Any]
    collections: Any
    initial: dict[str, Any]

    def __init__(self, *args: object, **kwargs: object) -> None:
        viewer = kwargs.get("user")
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "collection" in self.fields:
            usual = usual_collection(viewer)
            if usual is not None and usual in self.collections:
                self.initial["collection"] = usual.pk


class MediaForm(_CollectionForm, _CheckedFileForm, BaseMediaForm):
    pass


class DocumentForm(_CollectionForm, _CheckedFileForm, BaseDocumentForm):
    pass


class ImageField(WagtailImageField):
    """Wagtail's field, which also refuses a picture that cannot be decoded, or takes too much:
    it would break each page on which it stands.
    """

    def check_image_pixel_size(self, f: Any) -> None:
        """Check the size in a process of its own. Ending and bytes were judged before, by Wagtail."""
        f.seek(0)
        try:
            wrong = read_in_sandbox(partial(self._wrong, f.read()))
        except UnreadableUpload as error:
            raise ValidationError(TOO_HEAVY) from error
        finally:
            f.seek(0)
        if wrong is not None:
            raise ValidationError(wrong, code="invalid_image")

    def _wrong(self, data: bytes) -> str | None:
        """Say what is wrong with a picture; None where nothing is wrong."""
        try:
            pictures.format_of(data, formats=PICTURES, most=self.max_image_pixels)
        except pictures.NoPicture as why:
            return str(why)
        return None


class ImageForm(_CollectionForm, BaseImageForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = ImageField(
                label=given.label, required=given.required, widget=given.widget, help_text=given.help_text
            )

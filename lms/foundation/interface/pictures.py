"""Pictures that somebody sent: their limits, and drawing them anew with the pixels of the first one, and nothing that
the file said besides. Nothing else opens a picture.
"""

import io
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from PIL.JpegImagePlugin import JpegImageFile

MOST_SIDE, MOST_PIXELS = 12_000, 60_000_000
MOST_PIXELS_UNPACKED = 16_000_000
"""Of a picture as it is unpacked, which a JPEG may be in a smaller size."""
MOST_HELD = 150_000_000
"""Bytes that unpacking may hold: pixels × components × the bytes of each."""
BYTES = {"PNG": 1, "GIF": 1, "JPEG": 2, "AVIF": 3, "WEBP": 4}
"""Of each component: a JPEG of several passes holds coefficients, and others are unpacked in several copies."""


class NoPicture(ValueError):
    """The message says what is wrong with the file and what to do."""


class Damaged(NoPicture):
    """Refusal: the file has none of the formats, or is damaged."""


class TooLarge(NoPicture):
    """Refusal: the file has too many bytes."""


def _bounded(opened: Image.Image, most: int, *, held: bool = True) -> None:
    """Raise `NoPicture` if the header says more pixels, or more to be `held`, than there may be."""
    width, height = opened.size
    each = len(opened.getbands()) * BYTES.get(opened.format or "", 2)
    if max(width, height) > MOST_SIDE or width * height > most or (held and width * height * each > MOST_HELD):
        about = {"width": width, "height": height}
        raise NoPicture(
            _("This picture has %(width)s × %(height)s pixels, which is too many. Choose a smaller size.") % about
        )


def as_jpeg(plain: Image.Image, quality: int) -> bytes:
    """Return the bytes of a JPEG."""
    file = io.BytesIO()
    plain.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


@contextmanager
def _opened(data: bytes, formats: Collection[str]) -> Iterator[Image.Image]:
    """Open the file, of which only the header is read. Its other faults are found inside the block. Raises
    `Damaged`.
    """
    sentence = _("The file is not a picture in one of the formats %(formats)s, or it is damaged. Choose another one.")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(formats)) as opened:
            yield opened
    except (NoPicture, MemoryError):
        raise
    except Exception as error:  # whatever a decoder raises on bytes that are no picture
        raise Damaged(sentence % {"formats": ", ".join(formats)}) from error


def format_of(data: bytes, *, formats: Collection[str], most: int) -> str:
    """Return the format of a picture that is kept as it is, has `most` pixels at most, and can be unpacked. Raises
    `NoPicture`.
    """
    with _opened(data, formats) as opened:
        _bounded(opened, most)
        opened.draft("RGB", (64, 64))
        opened.load()
        return "JPEG" if isinstance(opened, JpegImageFile) else opened.format or ""


def _any(opened: Image.Image) -> None:
    """Accept a picture of any shape."""


def check_bytes(data: bytes, most: int) -> None:
    """Raise `TooLarge` for a file of more than `most` bytes."""
    if len(data) > most:
        limit = most // 1024**2
        raise TooLarge(_("This file is larger than %(limit)s MB. Choose a smaller one.") % {"limit": limit})


def redrawn(
    data: bytes,
    *,
    formats: tuple[str, ...],
    mode: str,
    side: int,
    most_bytes: int,
    check: Callable[[Image.Image], None] = _any,
) -> Image.Image:
    """Return the picture in `mode` (“RGB”, “RGBA”), upright, at most `side` pixels a side.

    `check` is given the file opened and not yet unpacked, and raises `NoPicture` where it is not to be had. What is
    too large is not unpacked. Raises `NoPicture`.
    """
    check_bytes(data, most_bytes)
    with _opened(data, formats) as opened:
        check(opened)
        is_streamed = isinstance(opened, JpegImageFile) and "progressive" not in opened.info
        _bounded(opened, MOST_PIXELS, held=not is_streamed)
        opened.draft("RGB", (side, side))  # a JPEG is unpacked no larger than it is needed
        _bounded(opened, MOST_PIXELS_UNPACKED, held=False)
        small = opened.convert(mode)
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(small)
    plain = Image.new(mode, upright.size)
    plain.paste(upright)
    return plain


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height, in pixels, of a picture that was drawn anew."""
    with Image.open(io.BytesIO(data)) as opened:
        return opened.size


def as_full_png(data: bytes) -> bytes:
    """Return a picture that was drawn anew as a PNG without a palette: paper takes none that lets through."""
    file = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGBA").save(file, "PNG")
    return file.getvalue()


def image_response(data: bytes, content_type: str) -> HttpResponse:
    """Return an answer with a picture that can do nothing, whatever its bytes are taken for."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response

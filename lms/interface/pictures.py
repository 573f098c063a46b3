"""Pictures that somebody sent, drawn anew: the pixels of the first one, and nothing that the file said besides."""

import io
import struct
from collections.abc import Callable

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_SIDE, MOST_PIXELS = 12_000, 60_000_000
MOST_PIXELS_UNPACKED = 16_000_000
"""Of a picture that cannot be made smaller while it is unpacked, as a JPEG can."""
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    MemoryError,
    struct.error,
    Image.DecompressionBombError,
)
"""What Pillow raises for files that are damaged, or are something else."""


class NoPicture(ValueError):
    """The message says what is wrong with the file and what to do."""


class Damaged(NoPicture):
    """It is none of the formats, or damaged."""


def not_too_many_pixels(opened: Image.Image) -> None:
    """A `check` for what a camera takes, which is made smaller. Raises `NoPicture`."""
    width, height = opened.size
    most = MOST_PIXELS if opened.format == "JPEG" else MOST_PIXELS_UNPACKED
    if max(width, height) > MOST_SIDE or width * height > most:
        about = {"width": width, "height": height}
        raise NoPicture(
            _("This picture has %(width)s × %(height)s pixels, which is too many. Choose a smaller size.") % about
        )


def as_jpeg(plain: Image.Image, quality: int) -> bytes:
    """The bytes of a JPEG."""
    file = io.BytesIO()
    plain.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def redrawn(
    data: bytes, *, formats: tuple[str, ...], mode: str, side: int, check: Callable[[Image.Image], None]
) -> Image.Image:
    """The picture in `mode` (“RGB”, “RGBA”), upright, at most `side` pixels a side.

    `check` is given the file opened and not yet unpacked, and raises `NoPicture` where its size is not to be had.
    Raises `Damaged`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=formats) as opened:
            check(opened)
            opened.draft("RGB", (side, side))  # a JPEG is unpacked no larger than it is needed
            upright = ImageOps.exif_transpose(opened.convert(mode))
    except NoPicture:
        raise
    except BROKEN as error:
        raise Damaged from error
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    plain = Image.new(mode, upright.size)
    plain.paste(upright)
    return plain

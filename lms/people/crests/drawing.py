"""From a file that somebody sent to the crest that is kept: a small PNG without anything that the file said besides."""

import io
import struct

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 2 * 1024 * 1024
LEAST_SIDE, MOST_SIDE = 64, 4000
SIDE = 192
"""The longer side of what is kept, in pixels."""
COLOURS = 128
"""Of what is kept: every page shows it, also over a slow line."""
FORMATS = ("PNG", "JPEG")
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


class NoCrest(ValueError):
    """The message says what is wrong with the file and what to do."""


def drawn(data: bytes) -> bytes:
    """A PNG of at most `SIDE` pixels a side, from a PNG or JPEG. Its size is asked before anything is unpacked, and
    nothing but the pixels of the first picture is taken over. Raises `NoCrest`.
    """
    if len(data) > MOST_BYTES:
        raise NoCrest(_("This file is larger than %(limit)s MB. Choose a smaller one.") % {"limit": 2})
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            _check(*opened.size)
            upright = ImageOps.exif_transpose(opened.convert("RGBA"))
    except NoCrest:
        raise
    except BROKEN:
        raise NoCrest(_("This is no PNG or JPEG picture, or it is damaged. Save it as PNG and try again.")) from None
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    plain = Image.new("RGBA", upright.size)
    plain.paste(upright)
    kept = io.BytesIO()
    plain.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _check(width: int, height: int) -> None:
    if not (min(width, height) >= LEAST_SIDE and max(width, height) <= MOST_SIDE):
        about = {"least": LEAST_SIDE, "most": MOST_SIDE, "width": width, "height": height}
        raise NoCrest(
            _("This picture has %(width)s × %(height)s pixels. Each side needs %(least)s to %(most)s.") % about
        )
    if max(width, height) > 4 * min(width, height):
        raise NoCrest(_("This picture is too long and narrow for a crest. Cut it to about a square."))

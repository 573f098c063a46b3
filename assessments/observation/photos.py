"""From a file that a phone sent to the photo that is kept: a JPEG without anything that the file said besides."""

import io

from django.utils.translation import gettext as _
from PIL import Image

from lms.interface.pictures import Damaged, NoPicture, redrawn

MOST_BYTES = 8 * 1024 * 1024
MOST_SIDE, MOST_PIXELS = 12_000, 60_000_000
MOST_PIXELS_UNPACKED = 16_000_000
"""Of a picture that cannot be made smaller while it is unpacked, as a JPEG can."""
SIDE = 1280
"""The longer side of what is kept, in pixels: enough to see what somebody did."""
QUALITY = 72
FORMATS = ("JPEG", "PNG", "WEBP")


class NoPhoto(NoPicture):
    """The message says what is wrong with the file and what to do."""


def drawn(data: bytes) -> bytes:
    """A JPEG of at most `SIDE` pixels a side, upright, from a JPEG, PNG or WebP. Its size is asked before anything is
    unpacked, and nothing but the pixels of the first picture is taken over: no place, no time, no device. Raises
    `NoPhoto`.
    """
    if len(data) > MOST_BYTES:
        raise NoPhoto(_("This photo is larger than %(limit)s MB. Choose a smaller size in your camera.") % {"limit": 8})
    try:
        plain = redrawn(data, formats=FORMATS, mode="RGB", side=SIDE, check=_check)
    except Damaged:
        raise NoPhoto(_("This is no JPEG, PNG or WebP picture, or it is damaged. Take another one.")) from None
    kept = io.BytesIO()
    plain.save(kept, "JPEG", quality=QUALITY, optimize=True)
    return kept.getvalue()


def _check(opened: Image.Image) -> None:
    width, height = opened.size
    most = MOST_PIXELS if opened.format == "JPEG" else MOST_PIXELS_UNPACKED
    if max(width, height) > MOST_SIDE or width * height > most:
        about = {"width": width, "height": height}
        raise NoPhoto(
            _("This picture has %(width)s × %(height)s pixels, which is too many. Choose a smaller size.") % about
        )

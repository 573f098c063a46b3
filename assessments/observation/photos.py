"""Conversion of a file from a phone to the photo that is kept: a JPEG without anything that the file said besides."""

from django.utils.translation import gettext as _

from lms.foundation.interface.pictures import Damaged, NoPicture, as_jpeg, redrawn
from lms.foundation.work.uploads import convert_in_sandbox

MOST_BYTES = 8 * 1024 * 1024
SIDE = 1280
"""The longer side of what is kept, in pixels: enough to see what somebody did."""
QUALITY = 72
FORMATS = ("JPEG", "PNG", "WEBP")


def convert_photo(data: bytes) -> bytes:
    """Return a JPEG of at most `SIDE` pixels a side, upright, from a JPEG, PNG or WebP. Its size is asked before
    anything is unpacked, in a process of its own, and nothing but the pixels of the first picture is taken over: no
    place, no time, no device. Raises `NoPicture`.
    """
    if len(data) > MOST_BYTES:
        raise NoPicture(
            _("This photo is larger than %(limit)s MB. Choose a smaller size in your camera.") % {"limit": 8}
        )
    return convert_in_sandbox(_redrawn, data)


def _redrawn(data: bytes) -> bytes:
    try:
        plain = redrawn(data, formats=FORMATS, mode="RGB", side=SIDE)
    except Damaged:
        raise NoPicture(_("This is no JPEG, PNG or WebP picture, or it is damaged. Take another one.")) from None
    return as_jpeg(plain, QUALITY)

"""Conversion of a file from a phone to the photo that is kept: a JPEG without anything that the file said besides."""

from lms.foundation.interface.pictures import as_jpeg, redrawn
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
    return convert_in_sandbox(_redrawn, data)


def _redrawn(data: bytes) -> bytes:
    return as_jpeg(redrawn(data, formats=FORMATS, mode="RGB", side=SIDE, most_bytes=MOST_BYTES), QUALITY)

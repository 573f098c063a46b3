"""Conversion of a file that an author brought to the picture that is kept: a JPEG with nothing of the file but its
pixels.
"""

from django.utils.translation import gettext as _
from PIL import Image

from lms.foundation.interface.pictures import NoPicture, as_jpeg, redrawn
from lms.foundation.work.uploads import convert_in_sandbox

MOST_BYTES = 8 * 1024 * 1024
LIGHT = 120_000
"""Bytes of what is kept: it is looked at on a phone, over a slow line."""
TRIES = ((960, 72), (960, 55), (720, 45), (480, 40))
"""The longer side in pixels, and how well it is kept: the first that is light, or the last."""
FORMATS = ("JPEG", "PNG", "WEBP")


def convert_picture(data: bytes) -> bytes:
    """Redraw the picture in a process of its own. Raises `NoPicture`, whose message says what to do."""
    return convert_in_sandbox(redraw, data)


def redraw(data: bytes) -> bytes:
    """Return a JPEG, upright; the same file gives the same one. Its size is asked before anything is unpacked. Raises
    `NoPicture`.
    """
    side = TRIES[0][0]
    plain = _on_white(redrawn(data, formats=FORMATS, mode="RGBA", side=side, most_bytes=MOST_BYTES, check=_check))
    kept = b""
    for side, quality in TRIES:
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        kept = as_jpeg(plain, quality)
        if len(kept) <= LIGHT:
            break
    return kept


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture on a white ground: the lines of a drawing with a transparent one would be black on black."""
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(picture, mask=picture.getchannel("A"))
    return plain


def _check(opened: Image.Image) -> None:
    # a JPEG of several is what many phones take, with a smaller one behind the first
    if opened.format in ("PNG", "WEBP") and getattr(opened, "is_animated", False):
        raise NoPicture(_("This picture is animated. Choose a still picture."))

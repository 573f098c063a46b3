"""From a file that an author brought to the picture that is kept: a JPEG with nothing of the file but its pixels."""

import io

from django.utils.translation import gettext as _
from PIL import Image

from lms.interface.pictures import Damaged, NoPicture, redrawn

MOST_BYTES = 8 * 1024 * 1024
MOST_SIDE, MOST_PIXELS = 12_000, 60_000_000
MOST_PIXELS_UNPACKED = 16_000_000
"""Of a picture that cannot be made smaller while it is unpacked, as a JPEG can."""
LIGHT = 120_000
"""Bytes of what is kept: it is looked at on a phone, over a slow line."""
TRIES = ((960, 72), (960, 55), (720, 45), (480, 40))
"""The longer side in pixels, and how well it is kept: the first that is light, or the last."""
FORMATS = ("JPEG", "PNG", "WEBP")


def drawn(data: bytes) -> bytes:
    """A JPEG, upright; the same file gives the same one. Its size is asked before anything is unpacked. Raises
    `NoPicture`, whose message says what to do.
    """
    if len(data) > MOST_BYTES:
        raise NoPicture(_("This file is larger than %(limit)s MB. Choose a smaller one.") % {"limit": 8})
    try:
        plain = _on_white(redrawn(data, formats=FORMATS, mode="RGBA", side=TRIES[0][0], check=_check))
    except Damaged:
        raise NoPicture(_("This is no JPEG, PNG or WebP picture, or it is damaged. Choose another one.")) from None
    kept = b""
    for side, quality in TRIES:
        plain.thumbnail((side, side), Image.Resampling.LANCZOS)
        kept = _jpeg(plain, quality)
        if len(kept) <= LIGHT:
            break
    return kept


def _on_white(picture: Image.Image) -> Image.Image:
    """Of a drawing on a transparent ground the lines would be black on black."""
    plain = Image.new("RGB", picture.size, "white")
    plain.paste(picture, mask=picture.getchannel("A"))
    return plain


def _jpeg(plain: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    plain.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def _check(opened: Image.Image) -> None:
    width, height = opened.size
    most = MOST_PIXELS if opened.format == "JPEG" else MOST_PIXELS_UNPACKED
    if max(width, height) > MOST_SIDE or width * height > most:
        about = {"width": width, "height": height}
        raise NoPicture(
            _("This picture has %(width)s × %(height)s pixels, which is too many. Choose a smaller size.") % about
        )
    # a JPEG of several is what many phones take, with a smaller one behind the first
    if opened.format in ("PNG", "WEBP") and getattr(opened, "is_animated", False):
        raise NoPicture(_("This picture moves. Choose one that stands still."))

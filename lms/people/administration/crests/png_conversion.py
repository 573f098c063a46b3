"""Conversion of a file that somebody sent to the crest that is kept: a small PNG without anything that the file said
besides.
"""

import io

from django.utils.translation import gettext as _
from PIL import Image

from lms.foundation.interface.pictures import NoPicture, redrawn
from lms.foundation.work.uploads import convert_in_sandbox

MOST_BYTES = 2 * 1024 * 1024
LEAST_SIDE, MOST_SIDE = 64, 4000
SIDE = 192
"""The longer side of what is kept, in pixels."""
COLOURS = 128
"""Of what is kept: every page shows it, also over a slow line."""
FORMATS = ("PNG", "JPEG")


def convert_to_png(data: bytes) -> bytes:
    """Return a PNG of at most `SIDE` pixels a side, from a PNG or JPEG. Its size is checked before it is unpacked, in a
    process of its own, and only the pixels of the first picture are taken over. Raises `NoPicture`.
    """
    return convert_in_sandbox(_redrawn, data)


def _redrawn(data: bytes) -> bytes:
    plain = redrawn(data, formats=FORMATS, mode="RGBA", side=SIDE, most_bytes=MOST_BYTES, check=_check)
    kept = io.BytesIO()
    plain.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _check(opened: Image.Image) -> None:
    width, height = opened.size
    if not (min(width, height) >= LEAST_SIDE and max(width, height) <= MOST_SIDE):
        about = {"least": LEAST_SIDE, "most": MOST_SIDE, "width": width, "height": height}
        raise NoPicture(
            _("This picture has %(width)s × %(height)s pixels. Each side needs %(least)s to %(most)s.") % about
        )
    if max(width, height) > 4 * min(width, height):
        raise NoPicture(_("This picture is too long and narrow for a crest. Cut it to about a square."))

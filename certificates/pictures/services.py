"""Services that keep a picture and give it to paper."""

import base64
import hashlib
import io
from functools import lru_cache, partial

from PIL import Image

from lms.foundation.interface.pictures import as_jpeg, redrawn
from lms.foundation.work.uploads import convert_in_sandbox

from .models import Picture

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 5 * 1024 * 1024
PAGE_SIDE, PAGE_QUALITY = 2000, 84
"""Pixels of the longer side and quality of a whole page: 170 dots an inch."""


def keep(data: bytes, *, side: int) -> str:
    """Keep the picture of a PNG, JPEG or WebP file, at most `side` pixels a side, with what lets through. Returns its
    digest, the same for the same file. Raises `lms.foundation.interface.pictures.NoPicture`.
    """
    return _store(convert_in_sandbox(partial(_redrawn, side), data))


def _store(drawn: bytes) -> str:
    digest = hashlib.sha256(drawn).hexdigest()
    Picture.objects.get_or_create(digest=digest, defaults={"data": drawn})
    return digest


def keep_page(data: bytes) -> str:
    """Keep a picture of a whole page as a JPEG, on white. Returns its digest. Raises `NoPicture`."""
    return _store(convert_in_sandbox(_redrawn_page, data))


def _redrawn(side: int, data: bytes) -> bytes:
    plain, kept = redrawn(data, formats=FORMATS, mode="RGBA", side=side, most_bytes=MOST_BYTES), io.BytesIO()
    plain.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _redrawn_page(data: bytes) -> bytes:
    plain = redrawn(data, formats=FORMATS, mode="RGBA", side=PAGE_SIDE, most_bytes=MOST_BYTES)
    paper = Image.new("RGB", plain.size, "white")
    paper.paste(plain, mask=plain)
    return as_jpeg(paper, PAGE_QUALITY)


@lru_cache(maxsize=128)
def data_uri(digest: str) -> str:
    """Return the picture as an address that needs no file; nothing where there is none. A statement for each picture,
    once a process: the picture of a hash never changes.
    """
    row = Picture.objects.filter(digest=digest).first() if digest else None
    if row is None:
        return ""
    kind = "jpeg" if bytes(row.data).startswith(b"\xff\xd8") else "png"
    return f"data:image/{kind};base64," + base64.b64encode(bytes(row.data)).decode()

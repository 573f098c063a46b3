"""Services that keep a picture and give it to paper."""

import base64
import hashlib
import io
from functools import lru_cache, partial

from lms.foundation.interface.pictures import as_jpeg, redrawn
from lms.foundation.work.uploads import convert_in_sandbox

from .models import Picture

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 5 * 1024 * 1024
QUALITY = 84


def keep(data: bytes, *, side: int) -> str:
    """Keep the picture of a PNG, JPEG or WebP file, at most `side` pixels a side: as PNG with what lets through, as
    JPEG where nothing does. Returns its digest, the same for the same file. Raises
    `lms.foundation.interface.pictures.NoPicture`.
    """
    drawn = convert_in_sandbox(partial(_redrawn, side), data)
    digest = hashlib.sha256(drawn).hexdigest()
    Picture.objects.get_or_create(digest=digest, defaults={"data": drawn})
    return digest


def _redrawn(side: int, data: bytes) -> bytes:
    plain, kept = redrawn(data, formats=FORMATS, mode="RGBA", side=side, most_bytes=MOST_BYTES), io.BytesIO()
    if plain.getchannel("A").getextrema()[0] == 255:
        return as_jpeg(plain.convert("RGB"), QUALITY)
    plain.save(kept, "PNG", optimize=True)
    return kept.getvalue()


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

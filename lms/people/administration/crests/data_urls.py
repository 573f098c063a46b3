"""Crests for paper: as addresses that need no file."""

import base64
import io
from functools import lru_cache

from PIL import Image

from ...directory.institutions import Institution
from .models import Crest


def data_uri(institution: Institution | None) -> str:
    """Return the crest of `institution`, its own or from above, or an empty text. A statement for each crest, once a
    process: the picture of a hash never changes.
    """
    return _data_uri(institution.crest) if institution is not None and institution.crest else ""


@lru_cache(maxsize=64)
def _data_uri(digest: str) -> str:
    row = Crest.objects.filter(digest=digest).first()
    if row is None:
        return ""
    whole = io.BytesIO()
    Image.open(io.BytesIO(bytes(row.data))).convert("RGBA").save(
        whole, "PNG"
    )  # paper takes no palette that lets through
    return "data:image/png;base64," + base64.b64encode(whole.getvalue()).decode()

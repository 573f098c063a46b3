"""Crests for paper: as addresses that need no file."""

import base64
from functools import lru_cache

from lms.foundation.interface.pictures import as_full_png

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
    return "data:image/png;base64," + base64.b64encode(as_full_png(bytes(row.data))).decode() if row else ""

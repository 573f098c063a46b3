"""Files that compiled content needs, kept under the hash of their bytes, so that nobody's tidying takes them away."""

import hashlib
from typing import IO
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "kept"


def keep(file: IO[bytes], *, name: str) -> str:
    """Store a copy of `file` once and return its name, `<SHA-256>.<extension>`."""
    file.seek(0)
    data = file.read()
    kept = hashlib.sha256(data).hexdigest() + PurePath(name).suffix.lower()
    path = f"{FOLDER}/{kept}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return kept


def path_of(kept: str) -> str:
    """The address under which `courses.views.media` serves it, whatever the storage."""
    return f"/content/{kept}"

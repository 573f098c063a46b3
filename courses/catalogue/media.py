"""Files that compiled content needs, kept under the hash of their bytes, so that nobody's tidying takes them away."""

import hashlib
from pathlib import PurePath

from django.core.files import File
from django.core.files.storage import default_storage

FOLDER = "kept"


def keep(file: File, *, name: str) -> str:
    """Store a copy of `file` once and return its name, `<SHA-256>.<extension>`.

    Raises `OSError` where it cannot be read.
    """
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        for chunk in opened.chunks():
            digest.update(chunk)
        kept = digest.hexdigest() + PurePath(name).suffix.lower()
        path = f"{FOLDER}/{kept}"
        if not default_storage.exists(path):
            opened.seek(0)
            default_storage.save(path, opened)
    return kept


def bytes_of(kept: str) -> bytes:
    """Return a kept file. Raises `OSError` where there is none."""
    with default_storage.open(f"{FOLDER}/{kept}") as file:
        return bytes(file.read())


def is_kept(kept: str) -> bool:
    return default_storage.exists(f"{FOLDER}/{kept}")


def path_of(kept: str) -> str:
    """Return the address under which `courses.views.media` serves it, whatever the storage."""
    return f"/content/{kept}"

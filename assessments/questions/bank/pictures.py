"""Pictures that come with a file of questions: checked, kept while the import waits,
and made Wagtail's own when it is written.
"""

import hashlib
import re
from collections.abc import Mapping
from html import escape
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.models import Collection

from courses.access.owned_files import collection_of
from lms.foundation.interface.pictures import Damaged, NoPicture, check_bytes, format_of
from lms.foundation.storage import private
from lms.people.directory.institutions import Institution

PREFIX = "file:"
KINDS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
MOST_BYTES = 10 * 1024 * 1024
COLLECTION = "Question bank"
_MARKER = re.compile(r'(<embed\b[^<>]*\bid=")file:([^"]*)(")')


class BadPicture(Exception):
    """A picture that is not taken: the code of why, and what its sentence names."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def marker(name: str, alternative: str) -> str:
    """Return the element of a picture that is not in the bank yet."""
    return f'<embed alt="{escape(alternative)}" embedtype="image" format="fullwidth" id="{PREFIX}{escape(name)}"/>'


def check(name: str, data: bytes) -> str:
    """Return the ending that fits the bytes of a picture. Raises `BadPicture`."""
    if b"<svg" in data[:4096].lower() or name.lower().endswith((".svg", ".svgz")):
        raise BadPicture("picture-svg", file=name)
    try:
        check_bytes(data, MOST_BYTES)
        return KINDS[format_of(data, formats=KINDS, most=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)]
    except Damaged:
        raise BadPicture("picture-type", file=name) from None
    except NoPicture:
        raise BadPicture("picture-large", file=name, limit="10") from None


def path_of(batch: int, name: str, data: bytes) -> str:
    """Return the path of a picture while the import with that id waits; the same bytes have one path. Raises
    `BadPicture`.
    """
    return f"imports/{batch}/{hashlib.sha256(data).hexdigest()}.{check(name, data)}"


def put_aside(path: str, data: bytes) -> None:
    """Keep the bytes for an import that waits. Done twice, it does nothing."""
    if not private().exists(path):
        private().save(path, ContentFile(data))


def find(name: str, files: Mapping[str, object]) -> str | None:
    """Return the name in `files` that a text means by `name`, which may be quoted as in a URL."""
    return next((known for known in (name, unquote(name)) if known in files), None)


def with_image_ids(value: object, ids: Mapping[str, int]) -> Any:
    """Return any JSON with its markers named by the ids of Wagtail's images, and `file:` alone as an id."""
    if isinstance(value, str):
        if value.startswith(PREFIX) and value.removeprefix(PREFIX) in ids:
            return ids[value.removeprefix(PREFIX)]
        return _MARKER.sub(lambda match: f"{match[1]}{ids[match[2]]}{match[3]}" if match[2] in ids else match[0], value)
    if isinstance(value, Mapping):
        return {name: with_image_ids(part, ids) for name, part in value.items()}
    return [with_image_ids(part, ids) for part in value] if isinstance(value, list) else value


def adopt(path: str, *, title: str, by: object, owner: Institution | None) -> tuple[int, bool]:
    """Return the id of Wagtail's image of the bytes that were put aside as `path`, and whether it is new.

    It lies where those of `owner` lie.
    """
    with private().open(path, "rb") as opened:
        data = opened.read()
    collection = shared() if owner is None else collection_of(owner)
    images = get_image_model().objects
    known = images.filter(file_hash=hashlib.sha1(data).hexdigest(), collection=collection).first()  # noqa: S324  as Wagtail names files
    if known is not None:
        return known.pk, False
    name = PurePosixPath(title).stem[:80] or "picture"
    file = ContentFile(data, name=f"{name}{PurePosixPath(path).suffix}")
    image = get_image_model()(title=name, file=file, collection=collection, uploaded_by_user=by, file_size=len(data))
    image.file_hash = hashlib.sha1(data).hexdigest()  # noqa: S324
    image.save()
    return image.pk, True


def shared() -> Collection:
    """Return the collection of pictures of questions that are shared with all; it is created where it is missing."""
    known = Collection.objects.filter(name=COLLECTION).first()
    return known or Collection.get_first_root_node().add_child(name=COLLECTION)

"""Files that Wagtail's admin shows: thumbnails, and the originals of pictures, sound and film.

Documents have another address.
"""

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import Http404
from django.http.response import HttpResponseBase
from wagtail.images import get_image_model
from wagtailmedia.models import get_media_model

from lms.foundation.interface.cache_headers import privately_cached
from lms.people.directory.models import User

from ..catalogue.file_responses import SHOWN, reply
from .rows import visible

MAY_COME_IN = "wagtailadmin.access_admin"
HOUR = 3600


def send(path: str, *, viewer: User, wanted: str = "") -> HttpResponseBase:
    """Show the file that the storage keeps as `path`, or of it the bytes of a Range header `wanted`.

    It is for whoever may come into the admin and has any right on the collection of the picture or medium, or uploaded
    it; for anybody else it raises `Http404`.
    """
    ending = PurePath(path).suffix.lower()
    if ending not in SHOWN or not viewer.has_perm(MAY_COME_IN):
        raise Http404
    file = _thumbnail(path, viewer) or _original(path, viewer)
    if file is None or not file.storage.exists(file.name or ""):
        raise Http404
    response = reply(file.open(), ending, wanted)
    privately_cached(response, seconds=HOUR)
    return response


def _thumbnail(path: str, viewer: User) -> FieldFile | None:
    image = get_image_model()
    rendition = image.get_rendition_model().objects.filter(file=path, image__in=visible(image, viewer)).first()
    return rendition and rendition.file


def _original(path: str, viewer: User) -> FieldFile | None:
    for model, field in ((get_image_model(), "file"), (get_media_model(), "file"), (get_media_model(), "thumbnail")):
        kept = visible(model, viewer).filter(**{field: path}).first()
        if kept is not None:
            return getattr(kept, field)
    return None

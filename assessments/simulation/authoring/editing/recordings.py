"""Sounds and films that an author may put on a card: those of the media library that they may see."""

from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtailmedia.models import get_media_model

from assessments.casework.definition.recordings import largest
from courses.access.rows import visible
from courses.catalogue.media import keep

MOST = 300
"""Files that are offered, the newest first."""


def offered(user: object) -> dict[str, Any]:
    """Return the rows of the library by their key."""
    rows = visible(get_media_model(), user).order_by("-created_at", "pk")[:MOST]
    return {str(row.pk): row for row in rows if largest(row.file.name)}


def kept_recording(row: Any) -> tuple[str, int]:
    """Keep a copy of the file. Return its name and bytes. Raises `ValidationError` where it is too large or gone."""
    try:
        size, most = row.file.size, largest(row.file.name)
        if size > most:
            sentence = _("The file has %(size)s, and may have %(most)s. Make it shorter, then upload it again.")
            raise ValidationError(sentence % {"size": filesizeformat(size), "most": filesizeformat(most)})
        return keep(row.file, name=row.file.name), size
    except OSError as error:
        raise ValidationError(_("This file cannot be read. Upload it again, or choose another.")) from error

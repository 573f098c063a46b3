"""Description that a report’s file has of itself: its subject, its filters, the moment and the time zone in which it
was made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property

from django.utils.text import slugify
from django.utils.translation import gettext as _

LONGEST_NAME = 120
"""Characters that filters take in the name of a file; file systems allow 255 bytes."""


@dataclass(frozen=True)
class FileDescription:
    """`slug` and `title` say of what the file is, `chosen` which filters are set, in words; the figures are as of
    `now`.
    """

    slug: str
    title: str
    chosen: Sequence[str]
    now: datetime
    zone: tzinfo

    @cached_property
    def _local(self) -> datetime:
        return self.now.astimezone(self.zone)

    @property
    def moment(self) -> str:
        """ISO 8601 with the offset: 2026-11-24T12:00:00+03:00."""
        return self._local.isoformat(timespec="seconds")

    @property
    def zone_name(self) -> str:
        """“Africa/Nairobi (UTC+03:00)”."""
        return said_zone(self._local)

    @property
    def filters(self) -> str:
        return " · ".join(self.chosen) or _("none")

    @property
    def name(self) -> str:
        """The file's name without its ending: of what it is, its filters, the moment with the offset,
        in signs that file systems take.
        """
        filters = "_".join(filter(None, (slugify(words, allow_unicode=True) for words in self.chosen)))
        if len(filters.encode()) > LONGEST_NAME:
            filters = f"{filters.encode()[:LONGEST_NAME].decode(errors='ignore').rstrip('-_')}-etc"
        return "_".join(filter(None, (self.slug, filters, f"{self._local:%Y-%m-%dT%H%M%z}")))


def said_zone(local: datetime) -> str:
    """Return the time zone of `local`, with what it is ahead of UTC."""
    offset = f"{local:%z}"
    return f"{getattr(local.tzinfo, 'key', None) or local.tzname()} (UTC{offset[:3]}:{offset[3:]})"

"""The way to the search from “My learning”."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.pages.slots import Link

if TYPE_CHECKING:
    from django.db.models import Model


def to_search(rows: "Sequence[Model]") -> Mapping[int, Link]:
    """Return no statement."""
    return {row.pk: Link(_("Search"), address_of("search:search")) for row in rows}

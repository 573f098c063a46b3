"""The way to the calendar from “My learning”."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Link

if TYPE_CHECKING:
    from django.db.models import Model


def to_calendar(rows: "Sequence[Model]") -> Mapping[int, Link]:
    """Return no statement."""
    return {row.pk: Link(_("Calendar"), reverse("calendar:mine")) for row in rows}

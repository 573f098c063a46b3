"""The way to refreshers from “My learning”."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Link

if TYPE_CHECKING:
    from django.db.models import Model


def to_refreshers(rows: "Sequence[Model]") -> Mapping[int, Link]:
    """Return links, without a statement: which of them is due stands in the notices, and on their own page."""
    return {row.pk: Link(_("Refreshers"), reverse("refreshers:mine")) for row in rows}

"""“Ask your instructors” on a learner's pages. No statement: the matter is in the address, looked up on arrival."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.address_cache import address_of
from lms.foundation.plugins.pages.slots import Link, OnActivity, Panel

from . import matters

if TYPE_CHECKING:
    from django.db.models import Model


def to_asking(rows: "Sequence[Model]") -> Mapping[int, Link]:
    """Return a link for each of the people `rows`, on “My learning”."""
    return {row.pk: Link(_("Ask my instructors"), address_of("conversations:ask")) for row in rows}


def on_courses(rows: Sequence[Any]) -> Mapping[int, Panel]:
    """Return a panel for each of the enrolments `rows`."""
    template = "conversations/ask_panel.html"
    return {
        row.pk: Panel(_("Questions?"), template, {"url": _address(matters.of_course(row.course_id))}) for row in rows
    }


def on_activities(rows: Sequence[OnActivity]) -> Mapping[int, Link]:
    """Return a link for each activity: about the attempt where that has ended, else about the activity."""
    return {row.pk: Link(_("Ask your instructors about this"), _address(_word(row))) for row in rows}


def _word(row: OnActivity) -> str:
    closed = row.attempt is not None and row.attempt.closed_at is not None
    return matters.of_attempt(row.attempt.pk) if closed else matters.of_activity(row.enrolment.course_id, row.activity)


def _address(word: str) -> str:
    return f"{address_of('conversations:ask')}?about={word}"

"""Hand-ins that are due for a person, for calendars and “My learning”."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from lms.foundation.plugins.agenda import AgendaItem
from lms.learning.progress.models import Attempt, Enrolment

from .activity import HandIn, due_of


def hand_ins_due(person: Any, since: datetime, until: datetime) -> Sequence[AgendaItem]:
    """Return the hand-ins that are not done, by the day on which they are due; two statements, and one for a person
    whose courses have none.
    """
    rows = Enrolment.objects.of(person).under_way().select_related("course", "institution")
    found = [(row, entry) for row in rows for entry in _open_hand_ins(row)]
    begun = Attempt.objects.filter(enrolment__in={row.pk for row, _entry in found}, kind=HandIn.slug, closed_at=None)
    states = {(one.enrolment_id, str(one.activity_id)): one.state for one in begun} if found else {}
    items = [_item(row, entry, states.get((row.pk, entry.id), {})) for row, entry in found]
    return [item for item in items if item and since <= item.at < until]


def _open_hand_ins(row: Enrolment) -> Iterator[Any]:
    for entry in lookup.release(row.release_id).outline.activities:
        if entry.kind == HandIn.slug and entry.id not in row.done:
            yield entry


def _item(row: Enrolment, entry: Any, state: dict[str, Any]) -> AgendaItem | None:
    language, source = get_language() or "en", lookup.release(row.release_id).outline.source
    limits = lookup.content(entry.content(language, row.country, source)).definition["limits"]
    due = due_of(limits, state)
    if due is None:
        return None
    return AgendaItem(
        key=f"hand-in-{row.pk}-{entry.id}",
        word=_("Hand in by"),
        title=str(entry.title(language, source)),
        at=due,
        url=reverse("learn:activity", args=[row.course.slug, entry.slug]),
        institution=row.institution,
    )

"""Hand-ins that are due for a person, for calendars and “My learning”."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.catalogue.lookup import content, release
from lms.foundation.plugins.pages.agenda import AgendaItem
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User

from .activity import HandIn, due_of


def hand_ins_due(person: User, since: datetime, until: datetime) -> Sequence[AgendaItem]:
    """Return the hand-ins that are not done, by the day on which they are due; two statements, and one for a person
    whose courses have none.
    """
    rows = list(Enrolment.objects.of(person).under_way().select_related("course", "institution"))
    outlines = {row.pk: release(row.release_id).outline for row in rows}
    found = [
        (row, entry)
        for row in rows
        for entry in outlines[row.pk].activities
        if entry.kind == HandIn.slug and entry.id not in row.done
    ]
    begun = Attempt.objects.filter(enrolment__in={row.pk for row, _entry in found}, kind=HandIn.slug, closed_at=None)
    states = {(one.enrolment_id, str(one.activity_id)): one.state for one in begun} if found else {}
    items, language = [], get_language() or "en"
    for row, entry in found:
        source = outlines[row.pk].source
        limits = content(entry.content(language, row.country, source)).definition["limits"]
        due = due_of(limits, states.get((row.pk, entry.id), {}))
        if due is not None and since <= due < until:
            items.append(
                AgendaItem(
                    key=f"hand-in-{row.pk}-{entry.id}",
                    word=_("Hand in by"),
                    title=str(entry.title(language, source)),
                    at=due,
                    url=reverse("learn:activity", args=[row.course.slug, entry.slug]),
                    institution=row.institution,
                )
            )
    return items

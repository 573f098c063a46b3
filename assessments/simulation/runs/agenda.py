"""Open turns of a person, for calendars and “My learning”."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.agenda import AgendaItem
from lms.people.directory.models import User

from ..page.choices import Mode, Status
from .models import Seat
from .notices import title_of


def open_turns(person: User, since: datetime, until: datetime) -> Sequence[AgendaItem]:
    """Return the ends of the turns that are open for `person`; one statement."""
    rows = Seat.objects.of(person).filter(run__status=Status.OPEN, run__mode=Mode.TURNS)
    due = rows.filter(run__next_at__gte=since, run__next_at__lt=until)
    return [
        AgendaItem(
            key=f"turn-{seat.pk}-{seat.run.next_at:%Y%m%d%H%M}",
            word=_("Turn ends"),
            title=title_of(seat),
            at=seat.run.next_at,
            url=reverse("simulation:seat", args=[seat.pk]),
            institution=seat.run.institution,
        )
        for seat in due.select_related("run__activity", "run__institution")
        if seat.run.next_at is not None
    ]

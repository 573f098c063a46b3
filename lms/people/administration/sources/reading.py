"""Lists that are read from sources, now or each night; both wait for an administrator, as an uploaded file does."""

from datetime import datetime

from django.utils.timezone import localdate

from lms.foundation.plugins.people_sources.source import people_sources
from lms.foundation.work.staged_import import NotNow

from ...directory.models import User
from ...directory.reach import administers
from ..roster import services
from ..roster.models import Roster
from ..roster.source_setup import SourceSetup


def begin(*, setup: SourceSetup, by: User, now: datetime, at_night: bool = False) -> Roster:
    """Read a list from the source, in the background; the one that is under way or waits already, if there is one."""
    source = people_sources.find(setup.source)
    return services.begin(
        setup=setup,
        at_night=at_night,
        name=f"{source.name if source else setup.source} {localdate(now)}",
        institution=setup.institution,
        cohort_name=setup.cohort_name,
        by=by,
        now=now,
    )


def begin_nightly(*, now: datetime) -> int:
    """Read the sources that are read at night, for who set them up and still administers the institution. A list of
    the night before that nobody applied is dropped. Returns how many are read.
    """
    begun = 0
    for setup in SourceSetup.objects.filter(at_night=True).select_related("institution", "changed_by").order_by("pk"):
        by = setup.changed_by
        if by is not None and by.is_active and administers(by, setup.institution):
            _drop_last(setup, now)
            begin(setup=setup, by=by, now=now, at_night=True)
            begun += 1
    return begun


def _drop_last(setup: SourceSetup, now: datetime) -> None:
    for roster in Roster.objects.filter(setup=setup, at_night=True, status=Roster.Status.READY):
        try:
            services.drop(roster=roster, now=now)
        except NotNow:  # an administrator applied it at this moment
            continue

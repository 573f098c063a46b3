"""Refresh of the sums: the only writer of what they hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any

from django.db import transaction

from .models import Refresh
from .statements import COLUMNS, Difference, differences

AT_ONCE = 500
"""So many rows are written by one statement."""
PAUSE = 30
"""For each second that a refresh took, so many seconds pass before the next one begins."""
ONLY = 1
"""The key of the one row of `Refresh`."""


def last_refresh() -> datetime | None:
    """Return the time as of which the sums are; None before the first refresh. One statement."""
    return Refresh.objects.filter(pk=ONLY).values_list("as_of", flat=True).first()


def refresh_if_due(*, now: datetime) -> int | None:
    """Refresh, unless the last one took so long that this would come too soon; None where nothing was done."""
    last = Refresh.objects.filter(pk=ONLY, as_of__lte=now).first()
    if last and last.as_of and now < last.as_of + timedelta(seconds=PAUSE * last.seconds):
        return None
    return refresh(now=now)


def refresh(*, now: datetime) -> int:
    """Count everything anew, as of `now`, and write what differs. Returns how many sums were wrong.

    Counting locks nothing. What it found is written in one transaction, and only where no other refresh has written
    since it began: a killed one leaves all sums as they were, and of two at once one writes.
    """
    began, (before, _new) = monotonic(), Refresh.objects.get_or_create(pk=ONLY)
    found = {model: list(differences(model, now=now)) for model in COLUMNS}
    first = Refresh.objects.filter(pk=ONLY, number=before.number)
    with transaction.atomic():
        if not first.update(as_of=now, number=before.number + 1, seconds=monotonic() - began):
            return 0
        for model, wrong in found.items():
            _write(model, wrong)
    return sum(map(len, found.values()))


def _write(model: Any, wrong: Sequence[Difference]) -> None:
    """Replace the rows that are `wrong` by those that were counted."""
    rest = iter(wrong)
    while batch := list(islice(rest, AT_ONCE)):
        model.objects.filter(pk__in=[one.row for one in batch if one.row]).delete()
        model.objects.bulk_create(
            model(**dict(zip(COLUMNS[model], one.key, strict=True)), number=one.counted) for one in batch if one.counted
        )

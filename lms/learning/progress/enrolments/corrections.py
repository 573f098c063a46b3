"""Corrections: people under way are moved to the newest correction of their edition;
what they completed stays completed.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from courses.models import Release

from ..completion.figures import FIGURES, by_learner, tell_completed, update_enrolment
from ..models import Enrolment, Event

BATCH = 200


def outdated() -> dict[int, int]:
    """Return the releases that a correction replaced, each with the newest correction of its edition."""
    rows = Release.objects.order_by("course", "edition", "-correction").values_list("course", "edition", "pk")
    newest: dict[tuple, int] = {}
    return {
        pk: newest[course, edition] for course, edition, pk in rows if newest.setdefault((course, edition), pk) != pk
    }


def waiting(replaced: Iterable[int] | None = None) -> bool:
    """Return whether any learner is under way in a release that a correction replaced."""
    return Enrolment.objects.under_way().filter(release__in=outdated() if replaced is None else replaced).exists()


def move(*, now: datetime) -> int:
    """Move everybody under way to the newest correction of their edition, batch by batch. Returns how many were moved.

    Killed at any point it goes on with those who are left. Whom a correction leaves nothing to do is completed by it.
    """
    newest = outdated()
    moved = 0
    while newest and (batch := _move_batch(newest, now=now)):
        moved += batch
    return moved


@transaction.atomic
def _move_batch(newest: dict[int, int], *, now: datetime) -> int:
    rows = list(
        Enrolment.objects.under_way()
        .filter(release__in=newest)
        .select_related("learner", "institution", "course")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")[:BATCH]
    )
    journals = Event.objects.filter(enrolment__in=rows).values_list("enrolment")
    last, completed = dict(journals.annotate(Max("number"))), []
    for enrolment in rows:
        enrolment.release_id = newest[enrolment.release_id]
        enrolment.moved_at, enrolment.moved_after = now, last.get(enrolment.pk, 0)
        if update_enrolment(enrolment, now=now):
            completed.append(enrolment)
    Enrolment.objects.bulk_update(rows, [*FIGURES, "release", "moved_at", "moved_after"], batch_size=50)
    for enrolment in sorted(completed, key=by_learner):
        tell_completed(enrolment, now=now)
    return len(rows)

"""The only writers of logs."""

from datetime import datetime

from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.versions import STATE, opened
from lms.learning.progress.models import Attempt
from lms.people.directory.models import User

from .models import Log


def keep(*, attempt: Attempt, now: datetime) -> Log:
    """The log of a finished attempt; kept again, it is the same."""
    notes = opened(activities.get(attempt.kind), STATE, attempt.state)["notes"]
    figures = {"interviews": len(notes), "minutes": sum(note["minutes"] for note in notes), "logged_at": now}
    return Log.objects.get_or_create(attempt=attempt, defaults=figures)[0]


def countersign(*, log: Log, by: User, now: datetime) -> bool:
    """`by` has read `log`. False where somebody countersigned it before."""
    return bool(Log.objects.waiting().filter(pk=log.pk).update(countersigned_by=by, countersigned_at=now, late=False))

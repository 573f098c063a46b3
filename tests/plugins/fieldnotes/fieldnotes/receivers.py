"""What happens elsewhere and matters here.

Events come at least once, after the fact, so a receiver looks at the rows as they stand.
"""

from lms.foundation.plugins.events import AttemptClosed
from lms.learning.progress.models import Attempt

from . import services
from .activity import PracticeLog


def on_attempt_closed(event: AttemptClosed) -> None:
    """A learner finished a practice log."""
    if event.kind != PracticeLog.slug:
        return
    if attempt := Attempt.objects.filter(pk=event.attempt).first():
        services.keep(attempt=attempt, now=event.at)

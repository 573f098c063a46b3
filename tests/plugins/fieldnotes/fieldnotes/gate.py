"""No certificate before an instructor has countersigned the practice logs of the course."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.filters import Issuing
from lms.learning.progress.models import Attempt

from .activity import PracticeLog


def countersigned_first(subjects: Sequence[Issuing]) -> dict[int, Any]:
    """One statement, however many certificates are about to be issued."""
    finished = Attempt.objects.filter(
        kind=PracticeLog.slug, closed_at__isnull=False, enrolment__in=[one.enrolment.pk for one in subjects]
    )
    waiting = set(finished.filter(fieldnotes_log__countersigned_at=None).values_list("enrolment", flat=True))
    why = _("Your instructor has not countersigned your practice log yet. The certificate follows by itself.")
    return {position: why for position, one in enumerate(subjects) if one.enrolment.pk in waiting}

"""What is counted of enrolments, and by which day."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.choices import Sex
from lms.plugins.report import Figure, figures
from lms.progress.models import Enrolment

COMPLETED = Q(status=Enrolment.Status.COMPLETED)

FINISHED = Figure("finished", _("Completed by now"), COMPLETED, "enrolled_at")
"""Of those enrolled in the period, who has completed by now: what the completion rate is made of."""


def counted(now: datetime) -> list[Figure]:
    """Every figure that has a column, in the order of the columns. What was completed counts by the day of completion, and so on:
    each figure by the day of what it counts, so that the months of a year add up to the year."""
    return [
        Figure("assigned", _("Assigned"), Q(), "enrolled_at"),
        Figure("started", _("Started"), Q(started_at__isnull=False), "started_at"),
        Figure("completed", _("Completed"), COMPLETED, "completed_at"),
        Figure("women", _("Women who completed"), COMPLETED & Q(sex=Sex.FEMALE), "completed_at"),
        Figure("men", _("Men who completed"), COMPLETED & Q(sex=Sex.MALE), "completed_at"),
        Figure("overdue", _("Overdue"), Q(completed_at=None, due_at__lt=now), "due_at"),
        *figures,
    ]

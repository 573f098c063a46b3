"""The certificate of a programme: issued as that of a course is, with the courses that make it up."""

from datetime import datetime

from django.db import transaction

from lms.learning.progress.models import ProgrammeCompletion

from . import renewals
from .models import Certificate
from .services import insert, refusals

BATCH = 200


def issue(*, completion: ProgrammeCompletion, now: datetime) -> Certificate | None:
    """Award the certificate of a completed programme and queue its PDF for when the transaction has committed.

    A second call changes nothing and returns what is there. Nothing is awarded where the institution issues none, or
    while a plugin refuses one for the course that completed it: the daily sweep asks again.
    """
    return None if refusals([completion.enrolment]) else insert(renewals.award_programme(completion, now), now)


def issue_missing(*, now: datetime) -> int:
    """Award what completed programmes still lack, where nothing keeps it back any more. Returns how many.

    A batch is one transaction; killed at any point, the rest is done the next time.
    """
    issued = last = 0
    while True:
        with transaction.atomic():
            waiting = ProgrammeCompletion.objects.filter(certificate=None, pk__gt=last)
            waiting = waiting.exclude(enrolment__institution__issues=False)
            related = ("programme", "enrolment__learner", "enrolment__institution", "enrolment__course")
            rows = list(waiting.select_related(*related).order_by("pk")[:BATCH])
            kept_back = refusals([row.enrolment for row in rows])
            issued += len(
                [insert(renewals.award_programme(row, now), now) for row in rows if row.enrolment_id not in kept_back]
            )
        if len(rows) < BATCH:
            return issued
        last = rows[-1].pk

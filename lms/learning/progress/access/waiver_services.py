"""Opening what is locked to one learner, for a reason. The only writer of waivers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..models import Enrolment, reasons
from ..models.waivers import Waiver
from .locks import locks_of

LONGEST = 500
"""Characters of a reason."""


class NotWaived(ValueError):
    """Refusal: no activity was opened, since none is locked. The message tells the person what to do."""


@transaction.atomic
def waive(*, enrolment: Enrolment, activity: UUID | None, reason: str, by: User, now: datetime) -> Waiver:
    """Open `activity` of `enrolment` to its learner whatever its conditions say, or without `activity` whatever those
    of the course say.

    What is done stays done, and what the learner’s role keeps them from stays optional. Asked twice it is opened once.
    Raises `OwnCase` where `by` is the learner, `NoReason` and `NotWaived`, each with nothing written.
    """
    refuse_own_case(by, [enrolment.learner_id])
    reason = reasons.checked(reason, longest=LONGEST)
    held = (
        Enrolment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution")
        .get(pk=enrolment.pk)
    )
    known = Waiver.objects.filter(enrolment=held, activity=activity).first()
    if known is not None:
        return known
    locks = locks_of([held], now=now)[held.pk]
    if not (locks.of(str(activity)) if activity else locks.course):
        raise NotWaived(_("The part is not locked for the learner any more. Look at the page again."))
    waiver = Waiver.objects.create(enrolment=held, activity=activity, reason=reason, by=by, at=now)
    named = str(activity) if activity else ""
    note("condition_waived", by=by, person=held.learner_id, institution=held.institution_id, now=now, activity=named)
    return waiver

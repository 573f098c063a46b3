"""The only writer of exceptions: give, which also moves the deadlines of attempts under way, and extend."""

import logging
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from courses.models import Activity
from lms.people.models import Cohort, User
from lms.plugins.activity import InvalidAnswer
from lms.plugins.registry import NotInstalled
from lms.progress.models import Attempt
from lms.progress.services import EventConflict, record

from ..rules import Rules
from .allowances import Allowance, about_time, changed, terms_under
from .finding import allowance, given_to
from .models import Override

LATELY = timedelta(minutes=10)
"""How long after an exception attempts are looked for that began while it was being written."""

log = logging.getLogger(__name__)


class NoReason(ValueError):
    """An exception was asked for without a reason."""


class NoPlace(ValueError):
    """The person belongs to no institution."""


@transaction.atomic
def give(*, activity: Activity, whom: User | Cohort, allowed: Allowance, reason: str, by: User, now: datetime) -> Override:
    """From now on `allowed` holds at `activity` for a person or a cohort, instead of what was given to them before.

    Attempts under way have their new deadline at once. Raises `NoReason` and `NoPlace`.
    """
    if not reason.strip():
        raise NoReason(_("Write down why. The reason stays with the exception."))
    target = "learner" if isinstance(whom, User) else "cohort"
    place = type(whom).objects.select_for_update(no_key=True).values_list("institution", flat=True).get(pk=whom.pk)
    if place is None:
        raise NoPlace(_("This person belongs to no institution. Give them one first."))
    Override.objects.in_force().filter(activity=activity, **{target: whom}).update(replaced_at=now)
    given = Override.objects.create(
        activity=activity, **{target: whom}, institution_id=place, **asdict(allowed), reason=reason.strip(), by=by, at=now
    )
    adjust(given, now=now)
    return given


@transaction.atomic
def extend(*, attempt: Attempt, minutes: int, reason: str, by: User, now: datetime) -> Override:
    """So many minutes more for the learner of an attempt under way, on top of what they have: an exception of their own.

    Raises as `give` does.
    """
    learner, activity = attempt.enrolment.learner, attempt.activity
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    own = Override.objects.in_force().filter(activity=activity, learner=learner).first()
    given = given_to([learner.pk], activity.pk)[learner.pk]
    time, closes = about_time(given), next((one.closes_at for one in given if one.closes_at is not None), None)
    extra = time.bonus(Rules.of(attempt.form.get("rules", {}))) + minutes
    mine = replace(allowance(own) if own else Allowance(), minutes=time.minutes, extra_minutes=extra, extra_percent=None)
    if closes is not None:
        mine = replace(mine, closes_at=closes + timedelta(minutes=minutes))
    return give(activity=activity, whom=learner, allowed=mine, reason=reason, by=by, now=now)


def adjust(given: Override, *, now: datetime) -> int:
    """Bring the attempts under way that `given` reaches to what holds for their learners now; returns how many moved.

    It may be repeated: what is as it should be is left alone.
    """
    theirs = Q(enrolment__learner=given.learner_id) if given.learner_id else Q(enrolment__learner__in=_members(given))
    attempts = Attempt.objects.filter(theirs, activity=given.activity_id, closed_at=None).select_related(
        "enrolment__learner", "enrolment__course", "enrolment__institution"
    )
    found = list(attempts.order_by("pk"))
    allowances = given_to({attempt.enrolment.learner_id for attempt in found}, given.activity_id) if found else {}
    moved = 0
    for attempt in found:
        settings = attempt.form.get("rules", {})
        terms = terms_under(Rules.of(settings), allowances[attempt.enrolment.learner_id])
        news = changed(settings, attempt.state.get("terms", {}), terms)
        moved += bool(news) and _adjusted(attempt, news, given, now=now)
    return moved


def _members(given: Override) -> Any:
    return Cohort.objects.filter(quiz_overrides=given).values("people")


def _adjusted(attempt: Attempt, terms: dict[str, Any], given: Override, *, now: datetime) -> bool:
    """False where the attempt has ended meanwhile, its plugin is absent, or this exception has moved it before."""
    data = {"terms": terms, "reason": given.reason} | ({"by": given.by_id} if given.by_id else {})
    event_id = uuid5(NAMESPACE_URL, f"urn:mafunzo:override:{given.pk}:attempt:{attempt.pk}")
    try:
        record(attempt=attempt, verb="adjusted", data=data, event_id=event_id, now=now, origin="server")
    except (EventConflict, InvalidAnswer, NotInstalled) as error:
        log.warning("attempt %s is not adjusted: %s", attempt.pk, error)
        return False
    return True


def catch_up(institutions: Iterable[Any], *, now: datetime) -> int:
    """Adjust attempts that began while an exception was being written; returns how many moved."""
    lately = Override.objects.in_force().filter(institution__in=institutions, at__gt=now - LATELY)
    return sum(adjust(given, now=now) for given in lately.order_by("pk"))

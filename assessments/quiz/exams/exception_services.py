"""The only writer of exceptions: give, which also moves the deadlines of attempts under way, and extend."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from courses.models import Activity
from lms.foundation.plugins.identifiers import own_uuid
from lms.learning.progress.journal.services import record
from lms.learning.progress.models import Attempt
from lms.people.directory.models import Cohort, User
from lms.people.directory.rules import refuse_own_case, refuse_own_cohort

from ..sitting.form import Form
from ..sitting.state import terms_of
from .allowances import Allowance, about_time, changed_times, terms_under
from .lookup import allowance, given_to
from .models import Override

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution

LATELY = timedelta(minutes=10)
"""How long after an exception attempts are looked for that began while it was being written."""

log = logging.getLogger(__name__)


class NoReason(ValueError):
    """An exception was asked for without a reason."""


class NoPlace(ValueError):
    """The person belongs to no institution."""


class NotExtended(ValueError):
    """The attempt has no later end than before. Nothing was written."""


@transaction.atomic
def give(
    *, activity: Activity, whom: User | Cohort, allowed: Allowance, reason: str, by: User, now: datetime
) -> Override:
    """Give an exception: from now on `allowed` holds at `activity` for a person or a cohort, instead of what was given
    to them before.

    Attempts under way have their new deadline at once. Raises `NoReason`, `NoPlace`, and `OwnCase` where it would hold
    for `by`.
    """
    if isinstance(whom, User):
        refuse_own_case(by, [whom.pk])
    else:
        refuse_own_cohort(by, whom)
    if not reason.strip():
        raise NoReason(_("Write down why. The reason stays with the exception."))
    target = "learner" if isinstance(whom, User) else "cohort"
    place = type(whom).objects.select_for_update(no_key=True).values_list("institution", flat=True).get(pk=whom.pk)
    if place is None:
        raise NoPlace(_("This person belongs to no institution. Give them one first."))
    Override.objects.in_force().filter(activity=activity, **{target: whom}).update(replaced_at=now)
    given = Override.objects.create(
        activity=activity,
        **{target: whom},
        institution_id=place,
        **asdict(allowed),
        reason=reason.strip(),
        by=by,
        at=now,
    )
    adjust(given, now=now)
    return given


@transaction.atomic
def extend(*, attempt: Attempt, minutes: int, reason: str, by: User, now: datetime) -> Override:
    """Give the learner of an attempt under way so many minutes more, on top of what they have: an exception of their
    own.

    Raises as `give` does, and `NotExtended`.
    """
    learner, activity = attempt.enrolment.learner, attempt.activity
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)
    own = Override.objects.in_force().filter(activity=activity, learner=learner).first()
    given = given_to([learner.pk], activity.pk)[learner.pk]
    time, closes = about_time(given), next((one.closes_at for one in given if one.closes_at is not None), None)
    extra = time.bonus(Form.read(attempt.form).rules()) + minutes
    mine = replace(
        allowance(own) if own else Allowance(), minutes=time.minutes, extra_minutes=extra, extra_percent=None
    )
    if closes is not None:
        mine = replace(mine, closes_at=closes + timedelta(minutes=minutes))
    override = give(activity=activity, whom=learner, allowed=mine, reason=reason, by=by, now=now)
    _must_be_longer(attempt)
    return override


def _must_be_longer(attempt: Attempt) -> None:
    """Raise `NotExtended` unless `attempt` is under way and ends later than it did when it was read."""
    now_as = Attempt.objects.get(pk=attempt.pk)
    if now_as.closed_at is not None:
        raise NotExtended(_("This person has submitted in the meantime, so no extra time was given."))
    if now_as.deadline_at is None:
        raise NotExtended(_("There is no time limit here, so nothing was given: they can go on as long as they need."))
    if attempt.deadline_at is None or now_as.deadline_at <= attempt.deadline_at:
        raise NotExtended(
            _(
                "The time could not be changed, so nothing was given. Try again; if it goes on, tell the "
                "person who runs Mafunzo."
            )
        )


def adjust(given: Override, *, now: datetime) -> int:
    """Bring the attempts under way that `given` reaches to what holds for their learners now; returns how many moved.

    It may be repeated: what is as it should be is left alone. One that cannot be changed is logged and holds up nobody;
    see `attempts_to_adjust`.
    """
    return sum(
        _adjusted(attempt, allowed, given, now=now) for attempt, allowed in _reached(given) if _news(attempt, allowed)
    )


def attempts_to_adjust(given: Override) -> list[Attempt]:
    """Return the attempts under way that `given` reaches and whose time is not what it should be."""
    return [attempt for attempt, allowed in _reached(given) if _news(attempt, allowed)]


def _reached(given: Override) -> list[tuple[Attempt, list[Allowance]]]:
    """Return the attempts under way of those for whom `given` is, each with what holds for its learner, the closest
    first.
    """
    theirs = Q(enrolment__learner=given.learner_id) if given.learner_id else Q(enrolment__learner__in=_members(given))
    attempts = Attempt.objects.filter(theirs, activity=given.activity_id, closed_at=None).select_related(
        "enrolment__learner", "enrolment__course", "enrolment__institution"
    )
    reached = list(attempts.order_by("pk"))
    allowances = given_to({attempt.enrolment.learner_id for attempt in reached}, given.activity_id) if reached else {}
    return [(attempt, allowances[attempt.enrolment.learner_id]) for attempt in reached]


def _members(given: Override) -> object:
    return Cohort.objects.filter(quiz_overrides=given).values("people")


def _news(attempt: Attempt, allowed: Sequence[Allowance]) -> dict[str, object]:
    """Return the time settings of `attempt` that differ from those under `allowed`, with their new values."""
    form = Form.read(attempt.form)
    return changed_times(form.settings, terms_of(attempt.state), terms_under(form.rules(), allowed))


def _adjusted(attempt: Attempt, allowed: Sequence[Allowance], given: Override, *, now: datetime) -> bool:
    """Return false where the attempt has ended or was adjusted meanwhile, and where it cannot be."""
    try:
        with transaction.atomic():
            locked = Attempt.objects.select_for_update(of=("self",), no_key=True).get(pk=attempt.pk)
            locked.enrolment = attempt.enrolment
            news = _news(locked, allowed) if locked.closed_at is None else {}
            if news:
                data = {"terms": news, "reason": given.reason} | ({"by": given.by_id} if given.by_id else {})
                record(attempt=locked, verb="adjusted", data=data, event_id=own_uuid(), now=now, origin="server")
            return bool(news)
    except Exception:  # whatever an activity type raises
        log.exception("attempt %s is not adjusted", attempt.pk)
        return False


def catch_up(institutions: "Sequence[Institution]", *, now: datetime) -> int:
    """Adjust attempts that began while an exception was being written; returns how many moved."""
    lately = Override.objects.in_force().filter(institution__in=institutions, at__gt=now - LATELY)
    return sum(adjust(given, now=now) for given in lately.order_by("pk"))

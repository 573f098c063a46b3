"""The time in which a course may be done: what learners are told before it opens and after it closed.

No statement: what counts stands in the enrolment.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.foundation.interface import words
from lms.foundation.plugins.activity import NotNow

from ..models import Enrolment


def refuse_outside(enrolment: Enrolment, *, now: datetime) -> None:
    """Raise `NotNow` where its learner may not begin or hand in anything at this moment."""
    if enrolment.opens_at is None and enrolment.closes_at is None:
        return
    sentence = not_open(enrolment, now=now) or closed(enrolment, now=now)
    if sentence:
        raise NotNow(sentence)


def not_open(enrolment: Enrolment, *, now: datetime) -> str:
    """Return a sentence that the course opens later; empty if it is open."""
    if not enrolment.opens_later(now):
        return ""
    return _("This course opens on %(day)s. You can begin then.") % {"day": _day(enrolment.opens_at, now)}


def closed(enrolment: Enrolment, *, now: datetime) -> str:
    """Return a sentence that the course is closed; empty if it is not."""
    if not enrolment.is_closed(now):
        return ""
    sentence = _(
        "This course closed on %(day)s. You can read it, but nothing can be handed in any more. Your work is "
        "kept. Ask your instructor if you need more time."
    )
    return sentence % {"day": _day(enrolment.closes_at, now)}


def _day(moment: datetime | None, now: datetime) -> str:
    return words.day(moment, today=timezone.localdate(now)) if moment else ""

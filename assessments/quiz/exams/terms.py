"""Terms of one learner's attempt at a quiz, and whether it may begin now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.foundation.interface.words import day
from lms.foundation.plugins.activity import NotNow

from ..sitting.rules import Rules
from . import lookup
from .allowances import terms_under


def terms_of(
    enrolment: Any, entry: Any, definition: Mapping[str, Any], *, now: datetime, ended_at: datetime | None
) -> dict[str, object]:
    """Return the terms under which an attempt begins now, beyond the quiz's own: one statement, and one more for an
    exam that wants a ticket.

    Raises `NotNow`; where nothing but the code of a ticket is missing its terms say “ticket”: None.
    """
    rules, learner, activity = Rules.of(definition), enrolment.learner_id, UUID(entry.id)
    terms = terms_under(rules, lookup.given(learner, activity))
    may_begin(Rules.of(definition, terms), terms, ended_at, now=now)
    if not rules.ticket:
        return terms
    ticket = lookup.admitted(learner, activity)
    if ticket is None:
        raise NotNow(_("This exam is taken in a room, with the code on your card."), terms=terms | {"ticket": None})
    return terms | {"ticket": ticket}


def may_begin(rules: Rules, terms: Mapping[str, object], ended_at: datetime | None, *, now: datetime) -> None:
    """Raise `NotNow` before and after the window, and while one has to wait after the attempt that `ended_at` that
    moment.
    """
    if rules.opens_at and now < (opens := datetime.fromisoformat(rules.opens_at)):
        raise NotNow(_("Opens on %(moment)s.") % {"moment": moment(opens)}, terms=terms)
    if rules.closes_at and now >= (closes := datetime.fromisoformat(rules.closes_at)):
        raise NotNow(_("Closed since %(moment)s.") % {"moment": moment(closes)}, terms=terms)
    if (
        rules.delay_minutes
        and ended_at is not None
        and now < (again := ended_at + timedelta(minutes=rules.delay_minutes))
    ):
        sentence = _("You can try again from %(moment)s on. Use the time to read the lessons again.")
        raise NotNow(sentence % {"moment": moment(again)}, terms=terms)


def moment(at: datetime) -> str:
    """Return “Friday 27 November, 09:00”, in the reader's language and time zone."""
    local = timezone.localtime(at)
    written = day(local, today=timezone.localdate())
    return _("%(day)s, %(time)s") % {"day": written, "time": date_format(local, "H:i")}

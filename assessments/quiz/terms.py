"""What holds for one learner's attempt at a quiz, and whether it may begin now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.plugins.activity import NotNow
from lms.progress.models import Attempt

from .rules import Rules


def terms_of(enrolment: Any, entry: Any, definition: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """The terms under which an attempt begins now, beyond the quiz's own. Raises `NotNow`."""
    terms: dict[str, Any] = {}
    may_begin(Rules.of(definition, terms), enrolment, entry, now=now)
    return terms


def may_begin(rules: Rules, enrolment: Any, entry: Any, *, now: datetime) -> None:
    """Raises `NotNow` before and after the window, and while one has to wait between two attempts; that alone asks the database."""
    if rules.opens_at and now < (opens := datetime.fromisoformat(rules.opens_at)):
        raise NotNow(_("Opens on %(moment)s.") % {"moment": moment(opens)})
    if rules.closes_at and now >= (closes := datetime.fromisoformat(rules.closes_at)):
        raise NotNow(_("Closed since %(moment)s.") % {"moment": moment(closes)})
    if not rules.delay_minutes:
        return
    ended = Attempt.objects.filter(enrolment=enrolment.pk, activity=UUID(entry.id), closed_at__isnull=False)
    last = ended.order_by("-number").values_list("closed_at", flat=True).first()
    if last is not None and now < (again := last + timedelta(minutes=rules.delay_minutes)):
        raise NotNow(_("You can try again from %(moment)s on. Use the time to read the lessons again.") % {"moment": moment(again)})


def moment(at: datetime) -> str:
    """“Friday 27 November, 09:00”, in the reader's language and time zone."""
    local = timezone.localtime(at)
    return _("%(day)s, %(time)s") % {"day": date_format(local, "l j F"), "time": date_format(local, "H:i")}

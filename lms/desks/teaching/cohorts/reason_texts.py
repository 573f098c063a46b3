"""Texts of the reasons why a learner is listed."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.foundation.interface import words

from ..standing.rules import Reason, Standing
from ..standing.thresholds import Thresholds
from .cells import Cell


def explain(standing: Standing, rule: Thresholds, *, today: date) -> Cell:
    """Explain why a learner is listed, by the `rule` of the cohort."""
    match standing.reason:
        case Reason.OVERDUE:
            return Cell(_overdue(standing, rule, today=today), "overdue")
        case Reason.NO_ATTEMPT_LEFT:
            return Cell(_("No attempt left"), "overdue")
        case Reason.DUE_SOON:
            text = ngettext("Due %(day)s, %(count)s left", "Due %(day)s, %(count)s left", standing.left)
            day = words.day(standing.due_at or today, today=today)
            return Cell(text % {"day": day, "count": standing.left}, "due")
        case Reason.QUIET:
            return Cell(_quiet(standing, today=today), "due")
        case Reason.SLOW:
            return Cell(_("Slower than the cohort"), "due")
        case Reason.COMPLETED:
            return Cell(_("Completed"), "done")
    return Cell(_("On track") if standing.ways else _("Nothing assigned"))


def about(standing: Standing, titles: Mapping[str, str], *, today: date) -> str:
    """Return the course that is the reason why a learner is listed, by its title in `titles` (by the hex of its id),
    with the day since which it is overdue; empty for those who need no attention.
    """
    title = titles.get(standing.pressing, "") if standing.reason.needs_attention else ""
    if standing.reason != Reason.OVERDUE or standing.due_at is None:
        return title
    return _("%(course)s, since %(day)s") % {"course": title, "day": words.day(standing.due_at, today=today)}


def _overdue(standing: Standing, rule: Thresholds, *, today: date) -> str:
    if standing.seen_at is None:
        return _("Overdue, not started")
    days = (today - timezone.localdate(standing.seen_at)).days
    if days >= rule.quiet_days:
        return ngettext("Overdue, not seen for %(count)s day", "Overdue, not seen for %(count)s days", days) % {
            "count": days
        }
    return ngettext("Overdue, %(count)s left", "Overdue, %(count)s left", standing.left) % {"count": standing.left}


def _quiet(standing: Standing, *, today: date) -> str:
    days = (today - timezone.localdate(standing.seen_at or standing.heard_at)).days
    if standing.seen_at is None:
        return ngettext("Not started for %(count)s day", "Not started for %(count)s days", days) % {"count": days}
    return ngettext("Not seen for %(count)s day", "Not seen for %(count)s days", days) % {"count": days}


def in_words(rule: Thresholds) -> list[tuple[str, str]]:
    """Return the meaning of each reason, the most pressing first, by the `rule` of the cohort."""
    overdue = ngettext(
        "The due date has passed and something required is left. “Not seen” is said from %(count)s day on.",
        "The due date has passed and something required is left. “Not seen” is said from %(count)s days on.",
        rule.quiet_days,
    )
    soon = ngettext(
        "Due within %(count)s day; the number counts required activities.",
        "Due within %(count)s days; the number counts required activities.",
        rule.soon_days,
    )
    quiet = ngettext(
        "Work is left, and the learner has done nothing for more than %(count)s day.",
        "Work is left, and the learner has done nothing for more than %(count)s days.",
        rule.quiet_days,
    )
    behind = _("Fewer than %(share)s of the activities that the median learner has done.")
    return [
        (_("Overdue"), overdue % {"count": rule.quiet_days}),
        (_("No attempt left"), _("A required activity was failed as often as it may be tried.")),
        (_("Due soon"), soon % {"count": rule.soon_days}),
        (_("Not seen"), quiet % {"count": rule.quiet_days}),
        (_("Slower than the cohort"), behind % {"share": words.percent(rule.behind / 100)}),
    ]

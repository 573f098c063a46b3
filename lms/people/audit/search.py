"""Entries that are looked for, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict

from django.db.models import Q
from django.utils import timezone

from ..directory.models import User
from .actions import actions
from .models import AuditEntry, AuditEntryQuerySet

NOBODY = 0
"""A number that no person has: whoever looks for an unknown service number asks the same statements."""


class LogSearch(TypedDict, total=False):
    """Cleaned form of a search of the log: service numbers, the slug of an action, and days; what is empty narrows
    nothing.
    """

    by: str
    person: str
    action: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class EntriesPage:
    """Entries of one page, and the number of the last where older ones follow."""

    entries: list[AuditEntry]
    older: int | None


def search_entries(viewer: User, asked: LogSearch) -> AuditEntryQuerySet:
    """Return the entries that match the cleaned form and that `viewer` may read. Days are those of the current time
    zone.

    A statement for each service number.
    """
    entries = AuditEntry.objects.visible_to(viewer)
    if by := asked.get("by"):
        entries = entries.filter(by_id=_of_number(by))
    if person := asked.get("person"):
        entries = entries.filter(person_id=_of_number(person))
    if action := asked.get("action"):
        entries = entries.filter(action=action)
    if since := asked.get("since"):
        entries = entries.filter(at__gte=_midnight(since))
    if until := asked.get("until"):
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    return entries.order_by("-at", "-id")


def entries_page(entries: AuditEntryQuerySet, *, before: int | None, size: int) -> EntriesPage:
    """Return `size` of `entries`, older than the one of the number `before` if that is one of them.

    No count and no skipping: the statement costs the same however far one goes back.
    """
    last = entries.filter(pk=before).values_list("at", "id").first() if before else None
    if last:
        entries = entries.filter(Q(at__lt=last[0]) | Q(id__lt=last[1]), at__lte=last[0])
    rows = list(entries.select_related("by", "person", "institution")[: size + 1])
    return EntriesPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def action_name(action: str) -> str:
    """Return the name of the action for people; its slug if the room or plugin that registered it is gone."""
    known = actions.find(action)
    return str(known.name) if known else action


def _of_number(number: str) -> int:
    return User.objects.numbered(number.strip()).values_list("pk", flat=True).first() or NOBODY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())

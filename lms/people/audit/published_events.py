"""Events of people, cohorts, roles and transfers: what the audit log notes of them is published with the entry.

Every service notes what it does, so none of them can forget to tell.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from lms.foundation.plugins import events
from lms.foundation.plugins.events import Event

from ..directory.institutions import Institution

KINDS: Mapping[str, type[Event]] = {
    "person_made": events.PeopleCreated,
    "person_added_by_list": events.PeopleCreated,
    "person_changed": events.PeopleChanged,
    "person_changed_by_list": events.PeopleChanged,
    "e_mail_changed": events.PeopleChanged,
    "is_active_changed": events.PeopleChanged,
    "merge_undone": events.PeopleChanged,
    "person_deleted": events.PeopleDeleted,
    "person_erased": events.PeopleErased,
    "people_merged": events.PeopleMerged,
    "person_transferred": events.PeopleTransferred,
    "transfer_asked": events.TransferAsked,
    "transfer_confirmed": events.TransferDecided,
    "transfer_declined": events.TransferDecided,
    "role_given": events.RoleGiven,
    "role_changed": events.RoleGiven,
    "role_taken": events.RoleTaken,
    "cohort_made": events.CohortCreated,
    "cohort_closed": events.CohortClosed,
    "cohort_opened": events.CohortReopened,
    "cohort_joined": events.CohortJoined,
    "cohort_left": events.CohortLeft,
}
"""The kind of event by the action of the entry."""
DECIDED = {"transfer_confirmed": True, "transfer_declined": False}


def is_heard(action: str) -> bool:
    """Return whether entries of `action` are told to anything."""
    return action in KINDS and events.is_heard(KINDS[action])


def publish(
    action: str, entries: Iterable[tuple[int | None, int | None]], *, data: Mapping[str, object], now: datetime
) -> None:
    """Publish what `entries`, pairs of a person and an institution (ids), tell: an event for each institution.

    One statement for the institutions, and one for each event that is heard at one of them.
    """
    people: defaultdict[int, list[int]] = defaultdict(list)
    for person, institution in entries:
        if institution is not None:
            people[institution] += [person] if person is not None else []
    for place in Institution.objects.filter(pk__in=people):
        if event := _event(action, place.pk, tuple(people[place.pk]), data, now):
            events.publish(event, at=place)


def _event(action: str, place: int, people: tuple[int, ...], data: Mapping[str, object], now: datetime) -> Event | None:
    kind = KINDS[action]
    facts: dict[str, Any] = {
        "source": place,
        "to": place,  # an entry of a transfer names only the other one of the two
        **data,
        "institution": place,
        "at": now,
        "people": people,
        "accepted": DECIDED.get(action, False),
    }
    own = {field.name: facts[field.name] for field in fields(kind)}
    return kind(**own) if people or "people" not in own else None

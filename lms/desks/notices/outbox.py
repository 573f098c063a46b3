"""Writing down who is told what: each thing once, with its ways. The only writer of new notices and deliveries."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from lms.foundation.plugins.notice import NoticeKind, Occasion, kinds
from lms.people.directory.models import User

from . import own_addresses
from .models import Delivery, Notice
from .rules import Choices

AT_ONCE = 1000
"""Occasions that are written in one transaction."""


def tell(kind: str, occasions: Sequence[Occasion], now: datetime) -> int:
    """Write down `occasions` of the kind called `kind` that are new and make sense now. Returns how many were new."""
    told = kinds.get(kind)
    return sum(_tell(told, occasions[start : start + AT_ONCE], now) for start in range(0, len(occasions), AT_ONCE))


def new_among(kind: str, occasions: Sequence[Occasion], now: datetime) -> list[Occasion]:
    """Return those `occasions` that were not told yet and are to be told now. One statement for each thousand."""
    timely = [one for one in occasions if one.at <= now < one.until]
    fresh: list[Occasion] = []
    for start in range(0, len(timely), AT_ONCE):
        part = timely[start : start + AT_ONCE]
        known = Notice.objects.filter(kind=kind, subject__in={one.subject for one in part})
        keys = set(known.values_list("subject", "person"))
        fresh += [one for one in part if (one.subject, one.person) not in keys]
    return fresh


@transaction.atomic
def _tell(kind: NoticeKind, occasions: Sequence[Occasion], now: datetime) -> int:
    fresh = new_among(kind.slug, occasions, now)
    people = readers(fresh)
    rows = [
        Notice(
            person_id=one.person,
            kind=kind.slug,
            subject=one.subject,
            facts=dict(one.facts),
            due_at=one.at,
            until=one.until,
            made_at=now,
        )
        for one in sorted(fresh, key=lambda one: (one.person, one.subject))
        if one.person in people
    ]
    if not rows:
        return 0
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    keys = {(row.subject, row.person_id) for row in rows}
    written = Notice.objects.filter(kind=kind.slug, subject__in={row.subject for row in rows}, person__in=people)
    notices = [notice for notice in written.order_by("pk") if (notice.subject, notice.person_id) in keys]
    Delivery.objects.bulk_create(_deliveries(kind, notices, people, now), ignore_conflicts=True)
    return len(notices)


def readers(occasions: Sequence[Occasion]) -> dict[int, User]:
    """Return the people of `occasions` who may sign in, by primary key, with their institutions."""
    wanted = {one.person for one in occasions}
    found = User.objects.filter(pk__in=wanted, is_active=True).select_related("institution") if wanted else ()
    return {person.pk: person for person in found}


def _deliveries(
    kind: NoticeKind, notices: Sequence[Notice], people: dict[int, User], now: datetime
) -> Iterator[Delivery]:
    own_addresses.load(people.values())
    choices = Choices.of(list(people), kind)
    for notice in notices:
        person = people[notice.person_id]
        for channel in choices.channels_of(person):
            at = choices.when(person, channel, now=now)
            about = {"institution_id": person.institution_id, "channel": channel.slug, "made_at": now, "next_at": at}
            if at < notice.until:
                yield Delivery(notice=notice, person=person, **about)

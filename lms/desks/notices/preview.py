"""Preview of the notices that would be told at a given time; tells nobody."""

from collections.abc import Iterator
from datetime import datetime

from lms.foundation.plugins.notice import Occasion, kinds
from lms.people.directory.models import User

from . import own_addresses, texts
from .due_notices import not_yet_told
from .models import Delivery, Notice
from .outbox import readers
from .rules import INAPP, Choices

Row = dict[str, str]


def rows(*, now: datetime) -> list[Row]:
    """Return `person` (service number), `notice` (its kind), `subject` in the reader's language, and `channel`: what
    waits to be sent by then, and what would be new then, also by the page of notices.
    """
    return [*_waiting(now), *_new(now)]


def _waiting(now: datetime) -> Iterator[Row]:
    due = Delivery.objects.due(now).filter(notice__until__gt=now, person__is_active=True)
    waiting = list(due.select_related("notice", "person__institution").order_by("person__service_number", "pk"))
    people = {one.person_id: one.person for one in waiting}
    words = texts.words_of([one.notice for one in waiting], people, now=now)
    for one in waiting:
        said = words[one.notice_id]
        if said is not None:
            yield _row(one.person, one.notice.kind, said.subject, one.channel)


def _new(now: datetime) -> Iterator[Row]:
    by_kind: dict[str, list[Occasion]] = {}
    for kind, occasion in not_yet_told(now=now):
        by_kind.setdefault(kind, []).append(occasion)
    for kind, occasions in by_kind.items():
        people = readers(occasions)
        notices = [_notice(number, kind, one) for number, one in enumerate(occasions) if one.person in people]
        words = texts.words_of(notices, people, now=now)
        own_addresses.load(people.values())
        choices = Choices.of(list(people), kinds.get(kind))
        for notice in notices:
            said, person = words[notice.pk], people[notice.person_id]
            if said is not None:
                by = [INAPP, *(channel.slug for channel in choices.channels_of(person))]
                yield from (_row(person, kind, said.subject, channel) for channel in by)


def _notice(number: int, kind: str, one: Occasion) -> Notice:
    return Notice(pk=number, person_id=one.person, kind=kind, subject=one.subject, facts=dict(one.facts))


def _row(person: User, kind: str, subject: str, channel: str) -> Row:
    return {"person": person.service_number, "notice": kind, "subject": subject, "channel": channel}

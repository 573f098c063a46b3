"""Unread messages of a conversation, and marking them as read."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from lms.foundation.plugins import notice
from lms.people.directory.models import User

from .models import Message, Reading, Thread

KIND = "conversations_message"
"""The kind of notice by which people are told of a message."""


def subject(thread: int, first: int) -> str:
    """Return the key of a notice: the same until what it tells of was read, so that nobody is told again before."""
    return f"{thread}:{first}"


def first_unread(thread: Thread, people: Collection[int], *, learner: bool) -> Mapping[int, int]:
    """Return the first message that each of `people` has not read, by their id, of those that are to them. Two
    statements.
    """
    read = dict(thread.readings.filter(person__in=people).values_list("person", "up_to"))
    messages = list(thread.messages.to_whom(learner=learner).order_by("pk").values_list("pk", flat=True))
    first = {pk: next((one for one in messages if one > read.get(pk, 0)), None) for pk in people}
    return {pk: message for pk, message in first.items() if message is not None}


@transaction.atomic
def mark_read(*, thread: Thread, person: User, learner: bool, up_to: int, now: datetime) -> None:
    """Note that `person` has read the conversation up to this message, of those that there are; the bell knows it
    too.
    """
    first = first_unread(thread, [person.pk], learner=learner).get(person.pk)
    last = Message.objects.filter(thread=thread, pk__lte=up_to).order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return
    Reading.objects.get_or_create(thread=thread, person=person, defaults={"up_to": 0, "read_at": now})
    Reading.objects.filter(thread=thread, person=person, up_to__lt=last).update(up_to=last, read_at=now)
    if first is not None and first <= last:
        notice.mark_seen(KIND, person.pk, [subject(thread.pk, first)], now=now)

"""The only writers of conversations: ask, write_to, reply, close, reopen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from lms.foundation.plugins.notice import Occasion, tell
from lms.people.directory.models import Cohort, User
from lms.people.directory.rules import refuse_own_case

from . import participants, read_marks
from .matters import Matter
from .models import Message, Thread

MOST_OF_LEARNER, MOST_OF_STAFF = 20, 300
"""Messages that one person writes within the period, a message to several people counting once for each."""
PERIOD = timedelta(hours=1)
MOST_AT_ONCE = 200
KEPT = timedelta(days=30)
"""How long it makes sense to tell somebody of a message."""


class Refused(ValueError):
    """Refusal to write; its message says why, and what to do."""


class TooMany(Refused):
    """Refusal: the person wrote too many messages within the period."""


class Closed(Refused):
    """The conversation is closed, or nobody is there any more who would answer."""


@dataclass(frozen=True)
class MessageDraft:
    """Text of a message as a person sent it; the same `client_id` means that it was sent twice. `title` is for matters
    without a name.
    """

    text: str
    client_id: UUID
    title: str = ""

    @property
    def key(self) -> UUID:
        """The id by which the message is written once. A different text from a page that was sent before is another
        message.
        """
        return uuid5(self.client_id, self.text)


@transaction.atomic
def ask(*, learner: User, cohort: Cohort, matter: Matter, said: MessageDraft, now: datetime) -> Thread:
    """Let a learner ask the instructors of their `cohort`; about the same matter it goes into the same conversation.

    Raises `Closed` where the learner is not in the cohort, nobody teaches there, or an administrator closed the
    conversation, and `TooMany`.
    """
    if not cohort.members.filter(user=learner.pk).exists():
        raise Closed(_("You are not in this cohort any more. Open the page again."))
    begun = {"learner": learner, "opened_by": learner, "client_id": said.key}
    thread = Thread.objects.filter(**begun).first() or _about(matter, cohort, begun, said.title, now)
    reply(thread=thread, by=learner, said=said, reopens=bool(matter.key), now=now)
    return thread


@transaction.atomic
def write_to(*, people: Sequence[User], cohort: Cohort, by: User, said: MessageDraft, now: datetime) -> list[Thread]:
    """Let an instructor write writes to people of their cohort, to each in a conversation of their own.

    As many statements for many people as for one. Raises `OwnCase` where `by` is one of them, `Closed` where somebody
    is not in the cohort, and `TooMany`.
    """
    refuse_own_case(by, [person.pk for person in people])
    ids = sorted({person.pk for person in people})
    _refuse_outsiders(cohort, ids)
    known = Thread.objects.filter(opened_by=by, client_id=said.key, learner__in=ids)
    begun = set(known.values_list("learner", flat=True))
    _keep_pace(by, MOST_OF_STAFF, len(set(ids) - begun), now)
    Thread.objects.bulk_create(
        [
            Thread(
                institution=cohort.institution,
                cohort=cohort,
                learner_id=pk,
                opened_by=by,
                client_id=said.key,
                title=said.title,
                opened_at=now,
                last_at=now,
            )
            for pk in ids
        ],
        ignore_conflicts=True,
    )
    threads = list(known.order_by("pk"))
    _say_in_each(threads, by, said, now)
    return threads


@transaction.atomic
def reply(*, thread: Thread, by: User, said: MessageDraft, now: datetime, reopens: bool = False) -> Message:
    """Write in a conversation, as its learner or as one of the instructors; sent twice it is written once.

    Raises `Closed` where it is closed (unless it `reopens`), or where the learner is gone from there, and `TooMany`.
    """
    rows = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("institution", "learner")
    thread = rows.get(pk=thread.pk)
    known = thread.messages.filter(author=by, client_id=said.key).first()
    if known is not None:
        return known
    from_learner = participants.learner_of(thread, by)
    _refuse_closed(thread, from_learner=from_learner, reopens=reopens)
    _keep_pace(by, MOST_OF_LEARNER if from_learner else MOST_OF_STAFF, 1, now)
    message = thread.messages.create(author=by, from_learner=from_learner, text=said.text, at=now, client_id=said.key)
    thread.last_at, thread.waiting, thread.closed_at = max(now, thread.last_at), from_learner, None
    thread.save(update_fields=["last_at", "waiting", "closed_at"])
    read_marks.mark_read(thread=thread, person=by, learner=from_learner, up_to=message.pk, now=now)
    _tell_others(thread, from_learner=from_learner, now=now)
    return message


@transaction.atomic
def close(*, thread: Thread, now: datetime) -> None:
    """Close the conversation to new messages; any person in it can open it again."""
    Thread.objects.filter(pk=thread.pk, closed_at=None).update(closed_at=now, waiting=False)


@transaction.atomic
def reopen(*, thread: Thread) -> None:
    """Reopen: there is more to say. Raises `Closed` where an administrator closed it."""
    last = thread.messages.order_by("-pk").first()
    waits = last is not None and last.from_learner
    if not Thread.objects.filter(pk=thread.pk, locked=False).update(closed_at=None, waiting=waits):
        raise Closed(_("An administrator closed this conversation. Ask them where you have a question."))


def may_write(thread: Thread) -> bool:
    """Return whether the learner is still in a cohort there and the conversation is open."""
    return thread.closed_at is None and participants.is_still_there(thread.learner_id, thread.institution_id)


def _about(matter: Matter, cohort: Cohort, begun: dict[str, object], title: str, now: datetime) -> Thread:
    """Return the learner's conversation about `matter` with the instructors there, or a new one."""
    there: dict[str, Any] = {"cohort": cohort, "institution": cohort.institution, "opened_at": now, "last_at": now}
    if not matter.key:
        return Thread.objects.get_or_create(**begun, defaults={**there, "title": title})[0]
    one = {"learner": begun["learner"], "institution": cohort.institution, "matter": matter.key}
    return Thread.objects.get_or_create(**one, defaults={**there, **begun, **matter.columns})[0]


def _refuse_outsiders(cohort: Cohort, people: Sequence[int]) -> None:
    if cohort.members.filter(user__in=people).count() != len(people):
        raise Closed(_("One of these people is not in the cohort any more. Open the page again."))


def _refuse_closed(thread: Thread, *, from_learner: bool, reopens: bool) -> None:
    if thread.locked:
        raise Closed(_("An administrator closed this conversation. Ask them where you have a question."))
    if thread.closed_at is not None and not reopens:
        raise Closed(_("This conversation has been closed. Open it again, then write."))
    if not participants.is_still_there(thread.learner_id, thread.institution_id):
        raise Closed(_("The learner is in no cohort there any more. The messages stay; none can be added."))
    if from_learner and not participants.instructors_at(thread.institution).exclude(pk=thread.learner_id).exists():
        raise Closed(_("Nobody teaches there at the moment. Ask the administrator of your institution."))


def _keep_pace(by: User, most: int, more: int, now: datetime) -> None:
    """Raise `TooMany` where `by` would write too much; a few that are sent at the same moment may get by."""
    if more and Message.objects.filter(author=by, at__gt=now - PERIOD).count() + more > most:
        raise TooMany(_("You have written very much within an hour. Wait a while, then send it."))


def _say_in_each(threads: Sequence[Thread], by: User, said: MessageDraft, now: datetime) -> None:
    Message.objects.bulk_create(
        [
            Message(thread=one, author=by, from_learner=False, text=said.text, at=now, client_id=said.key)
            for one in threads
        ],
        ignore_conflicts=True,
    )
    first = dict(Message.objects.filter(thread__in=threads, author=by, client_id=said.key).values_list("thread", "pk"))
    _tell([(one.learner_id, one.pk, first[one.pk]) for one in threads], now, learner=True)


def _tell_others(thread: Thread, *, from_learner: bool, now: datetime) -> None:
    """Tell the others, each once until they have read it: the instructors what the learner wrote, the learner what they
    wrote.
    """
    people = [thread.learner.merged_into_id or thread.learner_id]
    if from_learner:
        teaching = participants.instructors_at(thread.institution).exclude(pk__in=people)
        people = list(teaching.values_list("pk", flat=True).distinct())
    first = read_marks.first_unread(thread, people, learner=not from_learner)
    unread = [(person, thread.pk, message) for person, message in first.items()]
    _tell(unread, now, learner=not from_learner)


def _tell(unread: Sequence[tuple[int, int, int]], now: datetime, *, learner: bool) -> None:
    """Tell people of their first unread message in a conversation: `unread` has person, conversation and message.
    `learner` says whether these people are the learners.
    """
    occasions = []
    for person, thread, message in unread:
        facts = {"thread": thread, "message": message, "learner": learner}
        occasions.append(Occasion(person, read_marks.subject(thread, message), now, now + KEPT, facts))
    tell(read_marks.KIND, occasions, now=now)

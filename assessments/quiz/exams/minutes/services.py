"""The only writer of the minutes of exams: write, correct, take over from the board, sign; nobody of themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.foundation.plugins.identifiers import own_uuid
from lms.people.audit.services import note, note_many
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..models import Sitting
from ..sittings import refuse_examined
from .models import ATTENDANCE, EntryKind, Minute
from .triggers import MINUTES

NOTED, SIGNED = "quiz_minutes", "quiz_minutes_signed"
LATE = timedelta(minutes=10)
"""Who begins later than this after the exam was opened is late."""
TOMBSTONE = "…"


class NotHeld(ValueError):
    """The exam was called off."""


class NotYet(NotHeld):
    """The time that an entry speaks of has not come yet."""


class NotOnTheList(ValueError):
    """Refusal: the person has no place in this exam."""


class Corrected(ValueError):
    """The entry was corrected before, or cannot be."""


class OutOfDate(ValueError):
    """The page that was sent is that of another entry."""


class NotReady(ValueError):
    """The minutes cannot be signed yet."""


@dataclass(frozen=True)
class EntryContent:
    """The content of an entry."""

    what: str
    at: datetime
    learner: int | None = None
    words: str = ""


@transaction.atomic
def write(*, sitting: Sitting, said: EntryContent, by: User, key: UUID, now: datetime) -> Minute:
    """Return a new entry, also after the signature: then it is an addition. The same `key` again is the same entry.

    Raises `NotHeld`, `NotOnTheList`, `OutOfDate`, and `OwnCase` where `by` is examined here.
    """
    return _write(sitting, said, by=by, key=key, now=now, corrects=None)


@transaction.atomic
def correct(*, minute: Minute, said: EntryContent, by: User, key: UUID, now: datetime) -> Minute:
    """Return an entry in place of `minute`, which stays; of the same learner. Raises as `write` does, and
    `Corrected`.
    """
    return _write(minute.sitting, said, by=by, key=key, now=now, corrects=minute)


def _write(
    sitting: Sitting, said: EntryContent, *, by: User, key: UUID, now: datetime, corrects: Minute | None
) -> Minute:
    refuse_examined(by, sitting)
    if said.learner is not None:
        refuse_own_case(by, [said.learner])
    sitting = held(sitting)
    known = Minute.objects.filter(key=key).first()
    if known is not None:
        _refuse_another(known, sitting, corrects)
        return known
    if said.at > now:
        raise NotYet(_("This time has not come yet."))
    if said.learner is not None and not sitting.tickets.filter(learner=said.learner).exists():
        raise NotOnTheList(_("This person has no card for this exam."))
    if corrects is not None and (corrects.what in (EntryKind.SIGNED, EntryKind.MISTAKE) or _corrected(corrects)):
        raise Corrected(_("This entry was corrected already. Correct the one that stands in its place."))
    new = _minute(sitting, said, by=by, now=now, key=key, corrects=corrects)
    new.save(force_insert=True)
    note(NOTED, by=by, person=said.learner, institution=sitting.institution_id, now=now, **_about(sitting, said.what))
    return new


def _refuse_another(known: Minute, sitting: Sitting, corrects: Minute | None) -> None:
    """Raise `OutOfDate` where `known` is not the entry of `sitting` that is sent again."""
    if (known.sitting_id, known.corrects_id) != (sitting.pk, corrects.pk if corrects else None):
        raise OutOfDate(_("This page was out of date. Look at it again, then send it."))


def _corrected(minute: Minute) -> bool:
    return Minute.objects.filter(corrects=minute.pk).exists()


def _about(sitting: Sitting, what: str) -> dict[str, Any]:
    return {"sitting": sitting.pk, "what": str(what)}


def _minute(
    sitting: Sitting,
    said: EntryContent,
    *,
    by: User,
    now: datetime,
    key: UUID | None = None,
    corrects: Minute | None = None,
) -> Minute:
    return Minute(
        sitting=sitting,
        what=said.what,
        learner_id=said.learner,
        at=said.at,
        words=said.words,
        corrects=corrects,
        by=by,
        noted_at=now,
        key=key or own_uuid(),
    )


@transaction.atomic
def take_over(*, sitting: Sitting, by: User, now: datetime) -> list[Minute]:
    """Write entries for learners without one, from the board: a learner who began came at that time, and once the exam
    is closed a learner who did not begin was absent. As many statements for a thousand people as for three; a second
    call changes nothing.

    Raises `NotHeld`, and `OwnCase` where `by` is examined here.
    """
    refuse_examined(by, sitting)
    sitting = held(sitting)
    rows = (
        sitting.tickets.exclude(learner__in=sitting.minutes.noted())
        .values("learner")
        .annotate(began=Min("attempt__begun_at"))
    )
    found = [_said(sitting, pk, began) for pk, began in rows.values_list("learner", "began").order_by("learner")]
    new = [_minute(sitting, said, by=by, now=now) for said in found if said is not None]
    Minute.objects.bulk_create(new)
    for what in ATTENDANCE:
        people = [one.learner_id for one in new if one.what == what]
        note_many(NOTED, people, by=by, institution=sitting.institution_id, now=now, **_about(sitting, what))
    return new


def _said(sitting: Sitting, learner: int, began: datetime | None) -> EntryContent | None:
    if began is not None:
        late = sitting.opened_at is not None and began > sitting.opened_at + LATE
        return EntryContent(EntryKind.LATE if late else EntryKind.PRESENT, began, learner)
    return EntryContent(EntryKind.ABSENT, sitting.closed_at, learner) if sitting.closed_at is not None else None


@transaction.atomic
def sign(*, sitting: Sitting, by: User, now: datetime) -> Minute:
    """Sign and close the minutes; what is written from then on is an addition. Signed twice they are signed.

    Raises `NotReady` before the exam is closed and while of somebody nothing is said, `NotHeld`, and `OwnCase` where
    `by` is examined here.
    """
    refuse_examined(by, sitting)
    sitting = held(sitting)
    signed = sitting.minutes.filter(what=EntryKind.SIGNED).first()
    if signed is not None:
        return signed
    if sitting.closed_at is None:
        raise NotReady(_("The minutes are signed when the exam is closed."))
    refuse_gaps(sitting)
    new = _minute(sitting, EntryContent(EntryKind.SIGNED, now), by=by, now=now)
    new.save(force_insert=True)
    note(SIGNED, by=by, institution=sitting.institution_id, now=now, sitting=sitting.pk)
    return new


def refuse_gaps(sitting: Sitting) -> None:
    """Raise `NotReady` where of somebody with a card nothing is said."""
    number = sitting.tickets.in_force().exclude(learner__in=sitting.minutes.noted()).count()
    if number:
        raise NotReady(
            ngettext(
                "%(count)s person has no attendance entry. Did they come?",
                "%(count)s people have no attendance entry. Did they come?",
                number,
            )
            % {"count": number}
        )


def held(sitting: Sitting) -> Sitting:
    """Return the sitting as it stands, locked. Raises `NotHeld` where it was called off."""
    sitting = Sitting.objects.select_for_update(of=("self",), no_key=True).get(pk=sitting.pk)
    if sitting.closed_at is not None and sitting.opened_at is None:
        raise NotHeld(_("This exam was called off, so there are no minutes of it."))
    return sitting


def erase_words(rows: Iterable[Minute], person: User) -> None:
    """Take out what is said in words of somebody who is erased. The same again changes nothing."""
    with MINUTES.permitted():
        Minute.objects.filter(learner=person.pk).exclude(words="").update(words=TOMBSTONE)

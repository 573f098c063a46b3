"""Draws: which form a phone may begin an attempt with, and the only writer of them."""

import secrets
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from lms.foundation.plugins.activity import ActivityType, NotNow
from lms.foundation.plugins.filters import Vetoed
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.learning.progress.access import activity_types
from lms.learning.progress.journal import statements
from lms.learning.progress.journal.attempt_start import NoAttemptLeft, Start, drawn
from lms.learning.progress.models import Attempt, Event
from lms.learning.progress.player.learner_course import LearnerCourse

from .models import Draw

KEPT = timedelta(days=60)
"""So long a phone keeps a draw before it gets another one."""
MOST = 20
"""So many draws of one activity that no attempt began with one learner may have at once, over all phones."""
SPARE = 1
"""So many more than attempts that are left: for a phone that was lost or forgot what it kept. A learner who may draw on
would read the questions of many attempts, and begin with the easiest.
"""
ORIGIN = "offline"


@dataclass(frozen=True)
class _Drawable:
    """Activity that a phone may keep as a drawn form, and what its learner did there."""

    entry: Entry
    kind: ActivityType
    content: str
    draws: Sequence[Draw]
    attempts: Sequence[Attempt]

    @property
    def is_open(self) -> bool:
        return bool(self.attempts) and self.attempts[-1].closed_at is None

    def has_enough(self, start: Start, begun: Container[UUID], *, now: datetime) -> bool:
        """Return whether there are as many unused draws of the present questions, in any language, as there may be."""
        allowed = self.kind.attempts_allowed(start.definition, terms=start.terms)
        most = MOST if allowed is None else min(MOST, allowed - len(self.attempts) + SPARE)
        present = set(self.entry.contents.values())
        unused = [
            draw for draw in self.draws if draw.expires_at > now and draw.content in present and draw.pk not in begun
        ]
        return len(unused) >= most


def offered(way: LearnerCourse, *, device: str) -> dict[str, Draw]:
    """Return by activity the draws with which the phone `device` may begin or go on now. Three statements, and one more
    where an attempt that began with one is open; none where no activity is drawn.
    """
    drawable = list(_drawable(way))
    if not device or not drawable:
        return {}
    begun = _begun(drawable)
    found = {one.entry.id: _offered(one, begun, device, now=way.now) for one in drawable}
    return {activity: draw for activity, draw in found.items() if draw is not None}


@transaction.atomic
def issue(way: LearnerCourse, *, device: str) -> None:
    """Draw a form for the phone `device` of each activity of which it has none and may have one. Asked twice, each is
    drawn once.
    """
    statements.lock_enrolment(way.enrolment)
    there = offered(way, device=device)
    drawable = list(_drawable(way))
    begun = _begun(drawable)
    for one in drawable:
        if one.entry.id in there or one.is_open:
            continue
        start = Start(secrets.randbits(31), one.content)
        try:
            attempt, start = drawn(way.enrolment, one.entry, one.kind, start, one.attempts, now=way.now)
        except (NotNow, NoAttemptLeft, Vetoed, NotInstalled):
            continue
        if attempt.deadline_at is None and not one.has_enough(start, begun, now=way.now):
            _write(way, one.entry, device, start)


def _write(way: LearnerCourse, entry: Entry, device: str, start: Start) -> None:
    Draw.objects.create(
        id=uuid7(),
        enrolment=way.enrolment,
        device=device,
        activity_id=UUID(entry.id),
        release_id=way.enrolment.release_id,
        content=start.content,
        seed=start.seed,
        terms=start.terms,
        issued_at=way.now,
        expires_at=way.now + KEPT,
    )


def _drawable(way: LearnerCourse) -> Iterator[_Drawable]:
    """Yield the activities that are drawn for phones; two statements, if there are any."""
    found = {entry.id: kind for entry in way.outline.activities if (kind := _kind(way, entry)) is not None}
    if not found:
        return
    ids = [UUID(id) for id in found]
    draws, attempts = defaultdict[str, list[Draw]](list), defaultdict[str, list[Attempt]](list)
    for draw in Draw.objects.filter(enrolment=way.enrolment, activity__in=ids).order_by("issued_at", "pk"):
        draws[str(draw.activity_id)].append(draw)
    for attempt in Attempt.objects.filter(enrolment=way.enrolment, activity__in=ids).order_by("number"):
        attempts[str(attempt.activity_id)].append(attempt)
    for entry in way.outline.activities:
        if kind := found.get(entry.id):
            yield _Drawable(entry, kind, digest_of(way, entry), draws[entry.id], attempts[entry.id])


def _kind(way: LearnerCourse, entry: Entry) -> ActivityType | None:
    """Return the type of an activity that has to be started and may be drawn ahead; else None."""
    kind = way.type_of(entry)
    if kind is None or kind.begins_by_itself or kind.entered_by_others or way.missing(entry):
        return None
    content = lookup.content(digest_of(way, entry))
    try:
        kind = activity_types.activity_type(entry.kind, content.digest, at=way.enrolment.institution)
    except NotInstalled:
        return None
    return None if content.media or kind.offline(content.definition) == "no" else kind


def digest_of(way: LearnerCourse, entry: Entry) -> str:
    return entry.content(way.language, way.enrolment.country, way.outline.source)


def _begun(drawable: Sequence[_Drawable]) -> Mapping[UUID, int]:
    ids = [draw.pk for one in drawable for draw in one.draws]
    return dict(Event.objects.filter(pk__in=ids).values_list("pk", "attempt_id")) if ids else {}


def _offered(one: _Drawable, begun: Mapping[UUID, int], device: str, *, now: datetime) -> Draw | None:
    own = [draw for draw in one.draws if draw.device == device]
    draw = own[-1] if own else None
    if draw is None:
        return None
    if draw.pk in begun:
        goes_on = one.is_open and one.attempts[-1].pk == begun[draw.pk] and _is_of_phone(one.attempts[-1])
        return draw if goes_on else None
    allowed = one.kind.attempts_allowed(lookup.content(draw.content).definition, terms=draw.terms)
    is_left = allowed is None or len(one.attempts) < allowed
    is_free = not one.is_open and not any(attempt.waiting for attempt in one.attempts)
    return draw if is_left and is_free and draw.content == one.content and draw.expires_at > now else None


def _is_of_phone(attempt: Attempt) -> bool:
    """Return whether all that is in an attempt came from a phone, which does not know what is answered on a page."""
    return not Event.objects.filter(attempt=attempt).exclude(origin=ORIGIN).exists()

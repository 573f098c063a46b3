"""What the player's page and the templates of activity types get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from courses.catalogue.outline import Entry
from courses.models import Content
from lms.interface import words
from lms.plugins.activity import JSON, ActivityType, NotNow
from lms.plugins.identifiers import uuid7

from . import dispatch
from .late import Decision, decisions
from .learning import Way
from .models import Attempt
from .player import Place


@dataclass(frozen=True)
class PlayerContext:
    """Each field is a name in `progress/activity.html` and in the template of the activity type.

    `activity` is what the type's `context` gave, `tries` are all attempts once the one that is shown has ended,
    `decisions` those on answers that came after its end. `event_id` is for the next answer or start. Of another attempt
    `terms` would hold; `attempts_allowed` and `attempts_left` are None where nothing limits them, `not_now` says in a
    sentence why none can be begun now, `starts_first` that it is what the page is for. `time_left` is in seconds; None
    where nothing ends the attempt by itself, or none is under way. `part_of_course` is false where a correction took
    the activity out of the course. `review` asks for the list of what is unanswered; `refusal` is {"text", "at",
    "problems"} where an answer was not taken.
    """

    place: Place
    way: Way
    entry: Entry
    content: Content
    attempt: Attempt | None
    closed: bool
    title: str
    minutes: str
    previous_title: str
    following_title: str
    part_of_course: bool
    tries: Sequence[Attempt]
    attempts_allowed: int | None
    attempts_left: int | None
    may_start: bool
    starts_first: bool
    not_now: str
    terms: Mapping[str, Any]
    time_left: int | None
    activity: JSON
    decisions: Sequence[Decision]
    template: str
    script: str
    event_id: UUID
    spoken: str
    trail: Sequence[tuple[str, str]]
    review: bool
    refusal: Mapping[str, Any] | None

    @classmethod
    def of(
        cls, place: Place, *, trail: Sequence[tuple[str, str]], review: bool, refusal: Mapping[str, Any] | None
    ) -> "PlayerContext":
        """Raises `NotInstalled` where the activity cannot be shown."""
        way, attempt = place.way, place.attempt
        kind = dispatch.activity_type(place.entry.kind, place.content.digest, at=way.enrolment.institution)
        closed = attempt is not None and attempt.closed_at is not None
        tries = place.tries() if closed and not kind.begins_by_itself else []
        following = NextAttempt.of(place, kind, tries)
        form, state = (attempt.form, attempt.state) if attempt else (None, None)
        return cls(
            place=place,
            way=way,
            entry=place.entry,
            content=place.content,
            attempt=attempt,
            closed=closed,
            title=place.content.title,
            minutes=words.hours(place.entry.minutes),
            previous_title=way.title_of(place.previous) if place.previous else "",
            following_title=way.title_of(place.following) if place.following else "",
            part_of_course=place.position > 0,
            tries=tries,
            attempts_allowed=following.allowed,
            attempts_left=following.left,
            may_start=following.may_start,
            starts_first=following.may_start and place.entry.id not in way.enrolment.done,
            not_now=following.not_now,
            terms=following.terms,
            time_left=_time_left(place) if place.answering else None,
            activity=kind.context(place.content.definition, form, state, closed=closed, now=way.now),
            decisions=decisions(attempt) if attempt else [],
            template=kind.template,
            script=kind.script,
            event_id=uuid7(),
            spoken=place.spoken,
            trail=trail,
            review=review,
            refusal=refusal,
        )

    def as_dict(self) -> dict[str, Any]:
        """The fields by name, for a template."""
        return dict(vars(self))


@dataclass(frozen=True)
class NextAttempt:
    """Whether another attempt can be begun, and under which terms. `allowed` and `left` are None where nothing limits
    the number of attempts; `not_now` is a sentence, and nothing where one can be begun or none is left.
    """

    may_start: bool
    allowed: int | None
    left: int | None
    not_now: str
    terms: Mapping[str, Any]

    @classmethod
    def of(cls, place: Place, kind: ActivityType, tries: Sequence[Attempt]) -> "NextAttempt":
        """After `tries`, or while the attempt of the place is under way, or before the first."""
        under_way = [place.attempt] if place.attempt else []
        made = max((one.number for one in tries or under_way), default=0)
        may_start = (
            not kind.begins_by_itself and place.position > 0 and all(one.closed_at for one in tries or under_way)
        )
        terms, not_now = _terms(place, kind, tries) if may_start else ({}, "")
        allowed = kind.attempts_allowed(place.next_definition, terms=terms)
        has_one_left = allowed is None or made < allowed
        return cls(
            may_start=may_start and not not_now and has_one_left and not any(one.waiting for one in tries),
            allowed=allowed,
            left=None if allowed is None else max(allowed - made, 0),
            not_now=not_now if has_one_left else "",
            terms=terms,
        )


def _terms(place: Place, kind: ActivityType, tries: Sequence[Attempt]) -> tuple[Mapping[str, Any], str]:
    """What would hold for an attempt that is begun now, and why none can be, in a sentence."""
    ended_at = tries[-1].closed_at if tries else None
    try:
        return kind.terms(
            place.way.enrolment, place.entry, place.next_definition, now=place.way.now, ended_at=ended_at
        ), ""
    except NotNow as error:
        return error.terms, str(error)


def _time_left(place: Place) -> int | None:
    """Seconds until the attempt ends by itself, 0 where that has passed; None where it does not."""
    deadline = place.attempt.deadline_at if place.attempt else None
    return None if deadline is None else max(ceil((deadline - place.way.now).total_seconds()), 0)

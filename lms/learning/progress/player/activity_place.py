"""One activity as the player finds and shows it: the learner's own way to it, their attempt,
its content and its neighbours.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.utils.functional import cached_property

from courses.catalogue import lookup
from courses.catalogue.outline import Entry, Outline
from courses.models import Content
from lms.foundation.interface import words
from lms.foundation.plugins.activity import ActivityType, NotNow, activities
from lms.foundation.plugins.identifiers import uuid7
from lms.people.directory.models import User

from ..access import activity_types
from ..access.locks import locks_of
from ..access.windows import refuse_outside
from ..journal.late_answers import decisions
from ..journal.overrides import Setting, settings_of
from ..models import Attempt, Enrolment
from .learner_course import LearnerCourse
from .removed_activities import entry_taken_out
from .statements import ENROLMENT, NUMBERED_ATTEMPT, way_and_latest


@dataclass(frozen=True)
class ActivityPlace:
    """Place of a learner: a course of theirs, one entry, and the attempt that the address names or else the
    `latest`.
    """

    way: LearnerCourse
    entry: Entry
    attempt: Attempt | None
    latest: bool = True

    @cached_property
    def kind(self) -> ActivityType:
        """The activity type. Raises `NotInstalled` if the plugin is absent, or off at the learner's institution."""
        return activities.get(self.entry.kind, at=self.way.enrolment.institution)

    @cached_property
    def position(self) -> int:
        """The position from 1; 0 if a correction took the activity out while the learner was on their way."""
        return next(
            (number for number, entry in enumerate(self.way.outline.activities, start=1) if entry.id == self.entry.id),
            0,
        )

    @property
    def number(self) -> int:
        """The number counted from 1 among the activities that count for the course; 0 for one that does not."""
        return self.way.number_of(self.entry)

    @property
    def is_unnamed(self) -> bool:
        """True if the address leaves open which of several attempts is meant. Lessons have only one."""
        return self.latest and self._one_of_several

    @property
    def url(self) -> str:
        """The address; it names the attempt where there are several, and a form without `action` is sent there."""
        here = self.way.url_of(self.entry)
        return f"{here}?attempt={self.attempt.number}" if self.attempt and self._one_of_several else here

    @property
    def _one_of_several(self) -> bool:
        return self.attempt is not None and self.attempt.number > 1 and not self.kind.begins_by_itself

    @property
    def is_gone(self) -> bool:
        """True if the activity was taken out of the course before the learner had begun anything in it.

        Then it is not shown any more.
        """
        return self.position == 0 and self.attempt is None

    @property
    def is_locked(self) -> bool:
        """True if a condition keeps the activity from being shown. Begun work in it stays open to look at."""
        return self.attempt is None and bool(self.way.locks.of(self.entry.id))

    @property
    def previous(self) -> Entry | None:
        return self.way.outline.activities[self.position - 2] if self.position > 1 else None

    @property
    def following(self) -> Entry | None:
        entries = self.way.outline.activities
        return entries[self.position] if 0 < self.position < len(entries) else None

    @property
    def answering(self) -> bool:
        """True if an attempt is under way that had to be started."""
        starts = not self.kind.begins_by_itself and not self.kind.entered_by_others
        return self.attempt is not None and self.attempt.closed_at is None and starts

    @property
    def is_undisturbed(self) -> bool:
        """True if the page leaves its navigation out: somebody answers, and not over days."""
        return self.answering and not self.kind.takes_days

    @cached_property
    def _shown(self) -> tuple[Entry, Outline]:
        """An attempt that had to be started keeps the content it was begun with;
        what one reads follows the enrolment's release.
        """
        if self.attempt is None or self.kind.begins_by_itself:
            return self.entry, self.way.outline
        outline = lookup.release(self.attempt.release_id).outline
        return outline.by_id(self.entry.id) or self.entry, outline

    @cached_property
    def content(self) -> Content:
        entry, outline = self._shown
        return lookup.content(entry.content(self.way.language, self.way.enrolment.country, outline.source))

    @property
    def next_definition(self) -> dict[str, object]:
        """The definition for another attempt: of the learner's current release, whatever an earlier attempt began
        with.
        """
        content = self.entry.content(self.way.language, self.way.enrolment.country, self.way.outline.source)
        return lookup.content(content).definition

    @cached_property
    def foreign(self) -> dict[str, str] | None:
        """The language of the content where it is not the reader's: `code` and `name`; else None."""
        return None if self._language == self.way.language else _named(self._language)

    @cached_property
    def _language(self) -> str:
        """The language of the content: the reader's where it is in that, too."""
        entry, _outline = self._shown
        codes = {key.partition("-")[0] for key, digest in entry.contents.items() if digest == self.content.digest}
        return self.way.language if self.way.language in codes or not codes else min(codes)

    @property
    def is_older(self) -> bool:
        """True if the reader gets a translation of an older text."""
        return self._language in self._shown[0].older

    @property
    def newest(self) -> str:
        """The name of the language in which that text is newer; nothing where it is that of the course."""
        _entry, outline = self._shown
        return "" if outline.source == self._language else _named(outline.source)["name"]

    @property
    def spoken(self) -> str:
        """The attributes of an element that holds texts of the content."""
        return words.spoken(self.foreign["code"]) if self.foreign else ""


def _named(code: str) -> dict[str, str]:
    return {"code": code, "name": str(dict(settings.LANGUAGES).get(code, code))}


def find_way(learner: User, course: str, *, language: str, now: datetime) -> LearnerCourse:
    """Return the learner's own way through the course, the latest of several. 404 for anybody else's."""
    enrolment = ENROLMENT.first(learner=learner.pk, course=course)
    if enrolment is None:
        raise Http404
    return _way(enrolment, learner, language, now)


def find(
    learner: User, course: str, activity: str, *, number: int | None, language: str, now: datetime
) -> ActivityPlace:
    """Return the learner's own place, in one statement.

    404 where there is no such activity, or no such attempt.
    """
    found: tuple[Enrolment, Attempt | None] | None
    if number is None:
        found = way_and_latest(learner.pk, course, activity)
    else:
        found = _numbered(learner, course, activity, number)
    if found is None:
        raise Http404
    enrolment, attempt = found
    way = _way(enrolment, learner, language, now)
    entry = way.outline.by_slug(activity)
    if entry is None and attempt is not None:
        entry = lookup.release(attempt.release_id).outline.by_slug(activity)
    entry = entry or entry_taken_out(way, activity)
    if entry is None:
        raise Http404
    return ActivityPlace(way, entry, attempt, latest=number is None)


def _numbered(learner: User, course: str, activity: str, number: int) -> tuple[Enrolment, Attempt] | None:
    attempt = NUMBERED_ATTEMPT.first(learner=learner.pk, course=course, activity=activity, number=number)
    return None if attempt is None else (attempt.enrolment, attempt)


def _way(enrolment: Enrolment, learner: User, language: str, now: datetime) -> LearnerCourse:
    """Return the way with the signed-in learner in place, so that the database is not asked for them again."""
    enrolment.learner = learner
    if learner.institution_id == enrolment.institution_id and learner.institution is not None:
        enrolment.institution = learner.institution
    return LearnerCourse(enrolment, language, now, locks_of([enrolment], now=now)[enrolment.pk])


def context_of(place: ActivityPlace) -> dict[str, Any]:
    """Return the whole context of `progress/activity.html` and the plugin's template.

    Raises `NotInstalled` where the activity cannot be shown.
    """
    way, attempt = place.way, place.attempt
    kind = activity_types.activity_type(place.entry.kind, place.content.digest, at=way.enrolment.institution)
    closed = attempt is not None and attempt.closed_at is not None
    earlier = _tries(place) if closed and not kind.begins_by_itself else []
    begun = max((one.number for one in earlier), default=attempt.number if attempt else 0)
    # Every attempt so far must be closed.
    all_closed = all(one.closed_at for one in earlier or ([attempt] if attempt else []))
    learner_begins = not kind.begins_by_itself and not kind.entered_by_others
    may_start = learner_begins and place.position > 0 and all_closed
    terms, not_now = _terms(place, kind, earlier) if may_start else ({}, "")
    allowed = kind.attempts_allowed(place.next_definition, terms=terms)
    may_start = (
        may_start and not not_now and (allowed is None or begun < allowed) and not any(one.waiting for one in earlier)
    )
    form, state = (attempt.form, attempt.state) if attempt else (None, None)
    return {
        "place": place,
        "way": way,
        "entry": place.entry,
        "content": place.content,
        "attempt": attempt,
        "closed": closed,
        "title": place.content.title,
        "minutes": words.hours(place.entry.minutes),
        "previous_title": way.title_of(place.previous) if place.previous else "",
        "following_title": way.title_of(place.following) if place.following else "",
        "part_of_course": place.position > 0,
        "tries": earlier,
        "attempts_allowed": allowed,
        "attempts_left": None if allowed is None else max(allowed - begun, 0),
        "may_start": may_start,
        "starts_first": may_start and place.entry.id not in way.enrolment.done,
        "not_now": not_now if allowed is None or begun < allowed else "",
        "time_left": _time_left(place) if place.is_undisturbed else None,
        "activity": kind.context(place.content.definition, form, state, closed=closed, now=way.now),
        "decisions": decisions(attempt) if attempt else [],
        "by_hand": _by_hand(place),
        "terms": terms,
        "template": kind.template,
        "script": kind.script,
        "event_id": uuid7(),
        "spoken": place.spoken,
    }


def _terms(place: ActivityPlace, kind: ActivityType, earlier: list[Attempt]) -> tuple[dict[str, object], str]:
    """Return the terms of an attempt begun now, and, in a sentence, why none can be begun; empty if one can."""
    ended_at = earlier[-1].closed_at if earlier else None
    if place.way.locks.of(place.entry.id):
        return {}, place.way.why_locked(place.entry)
    try:
        refuse_outside(place.way.enrolment, now=place.way.now)
        return kind.terms(
            place.way.enrolment, place.entry, place.next_definition, now=place.way.now, ended_at=ended_at
        ), ""
    except NotNow as error:
        return error.terms, str(error)


def _by_hand(place: ActivityPlace) -> Setting | None:
    """Return the result that a person set for this activity, or None; a statement only if there is one."""
    enrolment = place.way.enrolment
    if place.entry.id not in enrolment.overrides:
        return None
    return settings_of(enrolment.pk, UUID(place.entry.id))[-1]


def _time_left(place: ActivityPlace) -> int | None:
    """Return the seconds until the attempt ends by itself, 0 if that has passed; None if it does not."""
    deadline = place.attempt.deadline_at if place.attempt else None
    return None if deadline is None else max(ceil((deadline - place.way.now).total_seconds()), 0)


def _tries(place: ActivityPlace) -> list[Attempt]:
    """Return every attempt at this activity, without its answers; no statement if the first is the only one."""
    if place.attempt is not None and place.latest and place.attempt.number == 1:
        return [place.attempt]
    columns = ("number", "passed", "score", "closed_at", "waiting", "enrolment_id")
    return list(
        Attempt.objects.filter(enrolment=place.way.enrolment, activity=UUID(place.entry.id))
        .only(*columns)
        .order_by("number")
    )

"""Results of one learner in each course, and the reasons of the scores."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from courses.catalogue.outline import Entry, Outline
from lms.foundation.interface import words
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Link, Panel

from ..access.attempt_limits import is_exhausted
from ..completion.results import ActivityResult, State, result_of, tries_of
from ..models import Attempt, Enrolment


@dataclass(frozen=True)
class ActivityRecord:
    """One activity of a course with the tries at it."""

    id: str
    slug: str
    title: str
    kind: str
    required: bool
    result: ActivityResult
    attempts: list[Attempt]
    counts: bool
    """Does its score count towards the course's?"""
    what_counts: Any
    """Which of its attempts counts, in words, where there are several."""
    gone: bool = False
    """Is it no longer in the course? What was done in it stays."""
    withheld: bool = False
    """Must the learner not see the score yet?"""
    tries: Sequence[Attempt] = ()
    """The attempts that were begun by a button: a lesson has none of these."""

    @property
    def score(self) -> float | None:
        return self.result.score


@dataclass(frozen=True)
class CourseRecord:
    """One enrolment, explained."""

    enrolment: Enrolment
    title: str
    edition: str
    steps: list[ActivityRecord]
    total: int
    done: int
    overdue: bool
    why: str
    reached_later: bool
    """Was an attempt begun after the course was complete?"""
    links: list[Link]
    panels: list[Panel]
    may_open: bool = False
    """May the viewer open its attempts?"""

    @property
    def begun(self) -> list[ActivityRecord]:
        """The activities in which something was done."""
        return [
            step for step in self.steps if step.attempts or step.result.state != State.NOTHING or step.score is not None
        ]

    @property
    def withheld(self) -> bool:
        """True if the score of the course comes from one that the learner must not see yet."""
        return any(step.withheld and step.counts for step in self.steps)


@dataclass(frozen=True)
class TransferredCourse:
    """A course that somebody completed at another institution, before they came."""

    title: Any
    institution: str
    completed_at: datetime
    score: float | None


def completed_elsewhere(rows: Sequence[Enrolment], *, language: str) -> list[TransferredCourse]:
    """Return what people who did not teach `rows` may know of them: course, institution, time and score."""
    brought = [
        TransferredCourse(row.course.title_in(language), row.institution.local_name(), row.completed_at, row.score)
        for row in rows
        if row.completed_at
    ]
    return sorted(brought, key=lambda one: one.completed_at, reverse=True)


def course_records(
    enrolments: Sequence[Enrolment],
    *,
    language: str,
    now: datetime,
    taught: Collection[int] = (),
    for_learner: bool = False,
) -> list[CourseRecord]:
    """Return an account of each of `enrolments`, in a statement for all the attempts and one for each slot; whose
    attempts the viewer may open are `taught`. The learner gets no panels of staff.
    """
    tries: dict[tuple[int, str], list[Attempt]] = defaultdict(list)
    rows = Attempt.objects.select_related("activity").defer("form", "state").order_by("number")
    prefetch_related_objects(enrolments, Prefetch("attempts", rows))
    for attempt in (attempt for enrolment in enrolments for attempt in enrolment.attempts.all()):
        tries[attempt.enrolment_id, str(attempt.activity_id)].append(attempt)
    links = slots.fill(slots.ENROLMENT, enrolments)
    panels = {} if for_learner else slots.fill(slots.PERSON, enrolments)
    return [
        replace(
            _account(enrolment, tries, links[enrolment.pk], panels.get(enrolment.pk, []), language=language, now=now),
            may_open=enrolment.pk in taught,
        )
        for enrolment in enrolments
    ]


def _account(
    enrolment: Enrolment,
    tries: Mapping[Any, list[Attempt]],
    links: list[Link],
    panels: list[Panel],
    *,
    language: str,
    now: datetime,
) -> CourseRecord:
    release = lookup.release(enrolment.release_id)
    outline, role = release.outline, enrolment.role_family
    required, weights = outline.required_of(role), outline.weights_of(role)
    steps = [
        ActivityRecord(
            id=entry.id,
            slug=entry.slug,
            title=entry.title(language, outline.source),
            kind=_called(entry, entry.content(language, enrolment.country, outline.source)),
            required=entry.id in required,
            result=activity_result(enrolment, entry.id, tries.get((enrolment.pk, entry.id), [])),
            attempts=tries.get((enrolment.pk, entry.id), []),
            counts=entry.id in weights,
            what_counts=_what_counts(entry, tries.get((enrolment.pk, entry.id), [])),
            withheld=_withheld(entry, tries.get((enrolment.pk, entry.id), []), now),
            tries=_begun_by_button(tries.get((enrolment.pk, entry.id), [])),
        )
        for entry in outline.activities
    ] + _gone(enrolment, tries, outline, language)
    total = len(required)
    why = why_this_score(enrolment.score, enrolment.scores, outline, language=language)
    title = catalogue.in_language(dict(outline.titles), language)
    ended = enrolment.completed_at
    later = ended is not None and any(attempt.begun_at > ended for step in steps for attempt in step.attempts)
    late, done = enrolment.is_overdue(now), total - enrolment.remaining
    return CourseRecord(enrolment, title, release.number, steps, total, done, late, why, later, links, panels)


def _gone(
    enrolment: Enrolment, tries: Mapping[Any, list[Attempt]], outline: Outline, language: str
) -> list[ActivityRecord]:
    """Return activities that were taken out of the course, in which the learner had done something."""
    attempts = [
        (activity, own)
        for (pk, activity), own in tries.items()
        if pk == enrolment.pk and outline.by_id(activity) is None
    ]
    return [
        ActivityRecord(
            id=activity,
            slug=own[0].activity.slug,
            title=own[0].activity.title_in(language),
            kind=_kind(own[0].kind),
            required=False,
            result=activity_result(enrolment, activity, own),
            attempts=own,
            counts=False,
            what_counts="",
            gone=True,
            tries=_begun_by_button(own),
        )
        for activity, own in sorted(attempts, key=lambda pair: pair[1][0].begun_at)
    ]


def activity_result(enrolment: Enrolment, activity: str, attempts: Sequence[Attempt]) -> ActivityResult:
    """Return the result by the one rule."""
    tries = tries_of(attempts)
    return result_of(
        activity,
        done=enrolment.done,
        scores=enrolment.scores,
        overrides=enrolment.overrides,
        tries=tries,
        is_exhausted=is_exhausted(enrolment.release_id, activity, tries.failed, at=enrolment.institution),
    )


def _begun_by_button(attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    kind = activities.find(attempts[0].kind) if attempts else None
    return () if kind is None or kind.begins_by_itself else attempts


def _withheld(entry: Entry, attempts: Sequence[Attempt], now: datetime) -> bool:
    """Return whether the learner must not see the score of one of the attempts yet, by the content it was begun
    with.
    """
    kind = activities.find(entry.kind)
    return kind is not None and any(
        kind.withholds_score(_definition_of(entry, one), ended_at=one.closed_at, now=now)
        for one in attempts
        if one.closed_at
    )


def _definition_of(entry: Entry, attempt: Attempt) -> dict[str, Any]:
    """Return the definition that held for the attempt; all languages of one release have the same settings."""
    outline = lookup.release(attempt.release_id).outline
    held = outline.by_id(entry.id) or entry
    return lookup.content(held.content(outline.source, "", outline.source)).definition


def _called(entry: Entry, content: str) -> str:
    """Return the name of the activity as learners’ lists have it; its slug where its plugin is absent."""
    activity = activities.find(entry.kind)
    return str(activity.called(lambda: lookup.content(content).definition)) if activity else entry.kind


def _kind(slug: str) -> str:
    """Return the name of the kind of activity, wherever it is on; its slug where its plugin is absent."""
    activity = activities.find(slug)
    return str(activity.name) if activity else slug


def _what_counts(entry: Entry, attempts: Sequence[Attempt]) -> object:
    """Return the rule by the content of the last attempt, which says how all of them are combined; nothing where there
    is one, or nobody can say.
    """
    kind = activities.find(entry.kind) if len(attempts) > 1 else None
    if kind is None:
        return ""
    return kind.what_counts(_definition_of(entry, attempts[-1])) or _("The best attempt")


def why_this_score(score: float | None, scores: Mapping[str, float], outline: Outline, *, language: str) -> str:
    """Return a sentence that says how the course's `score` comes from those of the activities that count and their
    weights; empty without.
    """
    counted, source = (
        [entry for entry in outline.activities if entry.id in scores and entry.id in outline.weights],
        outline.source,
    )
    if score is None or not counted:
        return ""
    if len(counted) == 1:
        title = counted[0].title(language, source)
        return _("%(score)s: the score in “%(activity)s”.") % {"score": words.percent(score), "activity": title}
    even = len({entry.weight for entry in counted}) == 1
    part = _("“%(activity)s” %(score)s") if even else _("“%(activity)s” %(score)s (weight %(weight)g)")
    parts = [
        part
        % {"activity": entry.title(language, source), "score": words.percent(scores[entry.id]), "weight": entry.weight}
        for entry in counted
    ]
    sentence = (
        _("%(score)s: the mean of the scores in %(parts)s.")
        if even
        else _("%(score)s: the weighted mean of the scores in %(parts)s.")
    )
    return sentence % {"score": words.percent(score), "parts": get_text_list(parts, _("and"))}

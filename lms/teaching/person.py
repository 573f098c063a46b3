"""What one learner did in each course, and why the score is what it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from courses import catalogue
from courses.outline import Entry
from lms.interface import words
from lms.plugins import slots
from lms.plugins.activity import activities
from lms.plugins.slots import Link, Panel
from lms.progress.models import Attempt, Enrolment


@dataclass(frozen=True)
class Step:
    """One activity of a course with the tries at it."""

    title: str
    kind: str
    required: bool
    done: bool
    score: float | None
    attempts: list[Attempt]


@dataclass(frozen=True)
class Account:
    """One enrolment, explained."""

    enrolment: Enrolment
    title: str
    edition: str
    steps: list[Step]
    total: int
    done: int
    overdue: bool
    why: str
    links: list[Link]
    panels: list[Panel]


def accounts(enrolments: Sequence[Enrolment], *, language: str, now: datetime) -> list[Account]:
    """An account of each of `enrolments`, in a statement for all the attempts and one for each slot."""
    tries: dict[tuple[int, str], list[Attempt]] = defaultdict(list)
    found = Attempt.objects.filter(enrolment__in=enrolments).defer("form", "state").order_by("number") if enrolments else []
    for attempt in found:
        tries[attempt.enrolment_id, str(attempt.activity_id)].append(attempt)
    links, panels = slots.fill(slots.ENROLMENT, enrolments), slots.fill(slots.PERSON, enrolments)
    return [_account(enrolment, tries, links[enrolment.pk], panels[enrolment.pk], language=language, now=now) for enrolment in enrolments]


def _account(
    enrolment: Enrolment, tries: Mapping[Any, list[Attempt]], links: list[Link], panels: list[Panel], *, language: str, now: datetime
) -> Account:
    release = catalogue.release(enrolment.release_id)
    outline = release.outline
    steps = [
        Step(
            title=entry.title(language, outline.source), kind=_kind(entry.kind), required=entry.required,
            done=entry.id in enrolment.done, score=enrolment.scores.get(entry.id), attempts=tries.get((enrolment.pk, entry.id), []),
        )
        for entry in outline.activities
    ]  # fmt: skip
    total = len(outline.required)
    late = enrolment.completed_at is None and enrolment.due_at is not None and enrolment.due_at < now
    why = why_this_score(enrolment.score, enrolment.scores, outline.activities, language=language, source=outline.source)
    title = catalogue.in_language(dict(outline.titles), language)
    return Account(enrolment, title, release.number, steps, total, total - enrolment.remaining, late, why, links, panels)


def _kind(slug: str) -> str:
    """What people call the kind of activity, wherever it is on; its slug where its plugin is absent."""
    found = activities.find(slug)
    return str(found.name) if found else slug


def why_this_score(score: float | None, scores: Mapping[str, float], entries: Sequence[Entry], *, language: str, source: str) -> str:
    """A sentence that says how `score` comes from the best scores of the scored activities and their weights; empty without a score."""
    counted = [entry for entry in entries if entry.id in scores and entry.weight > 0]
    if score is None or not counted:
        return ""
    if len(counted) == 1:
        title = counted[0].title(language, source)
        return _("%(score)s: the best score in “%(activity)s”.") % {"score": words.percent(score), "activity": title}
    even = len({entry.weight for entry in counted}) == 1
    part = _("“%(activity)s” %(score)s") if even else _("“%(activity)s” %(score)s (weight %(weight)g)")
    parts = [
        part % {"activity": entry.title(language, source), "score": words.percent(scores[entry.id]), "weight": entry.weight}
        for entry in counted
    ]
    sentence = (
        _("%(score)s: the mean of the best scores in %(parts)s.")
        if even
        else _("%(score)s: the weighted mean of the best scores in %(parts)s.")
    )
    return sentence % {"score": words.percent(score), "parts": get_text_list(parts, _("and"))}

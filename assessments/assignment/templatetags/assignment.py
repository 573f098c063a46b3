"""Filters for the kinds of files that a hand-in takes."""

from collections.abc import Sequence

from django import template

from assessments.quiz.desk.answers import Answer
from lms.learning.progress.models import Attempt

from .. import activity, groups, notes, scans
from ..checking import scanner
from ..checking.file_kinds import endings_of

register = template.Library()
register.simple_tag(scanner.has_scanner, name="scanner_is_set_up")
register.filter(scans.with_sentences)


@register.filter
def days_late(attempt: Attempt) -> int:
    """Return how many days after the due date the work was handed in: of the page, or else of the learner's course."""
    return activity.days_late(attempt.form, attempt.state, course_due=attempt.enrolment.due_at)


@register.filter
def group_name(attempt: Attempt) -> str:
    """Return the name of the group for which the work would be handed in, or nothing."""
    group = groups.group_of(attempt)
    return group.name if group else ""


@register.filter
def notes_for_marker(answer: Answer) -> list[dict[str, object]]:
    """Return the notes beside a work; of two markers who do not know of each other one's own alone."""
    own = [one for one in notes.for_learner(answer.attempt.state) if one["by"] == answer.viewer.pk]
    return own if answer.others_hidden else notes.for_learner(answer.attempt.state)


@register.filter
def endings_of_families(families: Sequence[str]) -> str:
    """Return the endings of these kinds of files, for people."""
    return ", ".join(endings_of(families))


@register.filter
def accepted(families: Sequence[str]) -> str:
    """Return the endings as a file field lists them; of pictures, sound and video the type, so that a phone offers to
    take one.
    """
    types = {"pictures": "image/jpeg,image/png,image/webp", "sound": "audio/*", "video": "video/*"}
    wide = [types[family] for family in families if family in types]
    return ",".join([*wide, *(f".{ending}" for ending in endings_of(families))])

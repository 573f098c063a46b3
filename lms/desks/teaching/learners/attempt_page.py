"""One attempt of a learner as those see it who teach them: what was answered, what came of it, and when."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.models import Content
from lms.foundation.interface import words
from lms.foundation.plugins.activity import ActivityType, NotNow
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.learning.progress.access import activity_types
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import User


def attempts_for(viewer: User) -> QuerySet[Attempt]:
    """Return the attempts of the people whom `viewer` teaches, without the viewer’s own."""
    taught = Enrolment.objects.visible_to(viewer, *TEACHING_ROLES).not_of(viewer)
    rows = Attempt.objects.filter(enrolment__in=taught)
    return rows.select_related("enrolment__learner", "enrolment__course", "enrolment__institution", "activity")


@dataclass(frozen=True)
class AttemptPage:
    """Attempt as it is shown: with `why_not` in place of its answers where these may not be read yet, or cannot.

    `activity` and `template` are the plugin's, `spoken` the attributes of its texts where they are in another language.
    """

    attempt: Attempt
    title: Any
    called: str
    activity: dict[str, Any] = field(default_factory=dict)
    template: str = ""
    spoken: str = ""
    why_not: str = ""

    @property
    def minutes(self) -> int | None:
        """The duration in minutes; None for an attempt that has not ended."""
        ended = self.attempt.closed_at or self.attempt.completed_at
        return None if ended is None else round((ended - self.attempt.begun_at).total_seconds() / 60)


def shown(attempt: Attempt, *, language: str, now: datetime) -> AttemptPage:
    """Return `attempt`, which comes from `attempts_for`, with the content that it was begun with, in `language` where
    there is one.
    """
    title = attempt.activity.title_in(language)
    try:
        kind = activity_types.type_of(attempt)
        content, spoken = _content(attempt, language)
        if content is None:
            return AttemptPage(attempt, title, str(kind.name))
        return _reviewed(attempt, kind, content, spoken, title, now)
    except NotInstalled as error:
        return AttemptPage(attempt, title, attempt.kind, why_not=_unavailable(error))


def _reviewed(
    attempt: Attempt, kind: ActivityType, content: Content, spoken: str, title: object, now: datetime
) -> AttemptPage:
    called, closed = str(kind.called(lambda: content.definition)), attempt.closed_at is not None
    try:
        given = kind.review(content.definition, attempt.form, attempt.state, closed=closed, now=now)
    except NotNow as error:
        return AttemptPage(attempt, title, called, why_not=str(error))
    return AttemptPage(attempt, title, called, given, kind.review_template, spoken)


def _content(attempt: Attempt, language: str) -> tuple[Content | None, str]:
    """Return the content, and the attributes of elements that hold its texts where these are in another language."""
    outline = lookup.release(attempt.release_id).outline
    entry = outline.by_id(str(attempt.activity_id))
    if entry is None:
        return None, ""
    digest = entry.content(language, attempt.enrolment.country, outline.source)
    codes = {key.partition("-")[0] for key, other in entry.contents.items() if other == digest}
    return lookup.content(digest), "" if language in codes or not codes else words.spoken(min(codes))


def _unavailable(error: NotInstalled) -> str:
    return _("“%(name)s” cannot be asked now, so answers are not shown.") % {"name": error.name}

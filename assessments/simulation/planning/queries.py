"""Cases that a cohort can play: those of the courses that it was assigned."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from courses.catalogue.lookup import release
from courses.models import Course, Release
from lms.people.directory.models import Cohort

from ..page.activity import Simulation


@dataclass(frozen=True)
class PlayableCase:
    """A case in the present release of a course."""

    activity: UUID
    title: str
    course: str
    release: Release


def cases_of(cohort: Cohort) -> list[PlayableCase]:
    """Return the cases in the reader's language, each once. One statement."""
    language = get_language() or "en"
    rows = Course.objects.filter(assignments__cohort=cohort, assignments__withdrawn_at=None, release__isnull=False)
    found: dict[UUID, PlayableCase] = {}
    for course in rows.order_by("assignments__pk"):
        current = release(course.release_id)
        for entry in current.outline.activities:
            if entry.kind == Simulation.slug:
                title = str(entry.title(language, current.outline.source))
                found[UUID(entry.id)] = PlayableCase(UUID(entry.id), title, str(course.title_in(language)), current)
    return list(found.values())

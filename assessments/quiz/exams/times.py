"""Times of an exam, from begin to end, for everybody and for those who have extra time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from courses.catalogue.lookup import content, release
from courses.models import Course
from lms.people.directory.clocks import zone_name

from ..sitting.rules import Rules
from .allowances import terms_under
from .lookup import given_to
from .models import Sitting

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Times:
    """Times of an exam: begin and end for learners who begin with it: `ends` by learner, None without a time limit.

    `zone` names the time zone of the institution.
    """

    starts_at: datetime
    ends_at: datetime | None
    ends: Mapping[int, datetime | None]
    zone: str

    @property
    def others(self) -> list[tuple[datetime | None, int]]:
        """The other ends, the earliest first and no end last, each with of how many people it is."""
        counts = Counter(end for end in self.ends.values() if end != self.ends_at)
        return sorted(counts.items(), key=lambda pair: (pair[0] is None, pair[0] or self.starts_at))

    def extra_minutes(self, learner: int) -> int:
        """Return how many minutes later than the others `learner` ends."""
        end = self.ends.get(learner)
        return max(0, ceil((end - self.ends_at) / MINUTE)) if end and self.ends_at else 0


def times_of(sitting: Sitting) -> Times:
    """Load with four statements, however many have a card."""
    starts_at, definition = sitting.opened_at or sitting.planned_at, _definition(sitting)
    rules = Rules.of(definition)
    learners = list(sitting.tickets.in_force().values_list("learner", flat=True))
    ends = {
        learner: Rules.of(definition, terms_under(rules, allowed)).deadline(starts_at)
        for learner, allowed in given_to(learners, sitting.activity_id).items()
    }
    return Times(starts_at, rules.deadline(starts_at), ends, zone_name(sitting.institution, at=starts_at))


def _definition(sitting: Sitting) -> Mapping[str, object]:
    """Return the settings of the quiz in the course that the cohort was assigned, even where that was withdrawn since:
    an exam that was held keeps its times. Nothing where there is none any more.
    """
    releases = Course.objects.filter(assignments__cohort=sitting.cohort_id, release__isnull=False)
    for pk in releases.order_by("-assignments__pk").values_list("release", flat=True):
        outline = release(pk).outline
        entry = outline.by_id(str(sitting.activity_id))
        if entry is not None:
            digest = entry.content(outline.source, sitting.institution.country, outline.source)
            return content(digest).definition
    return {}

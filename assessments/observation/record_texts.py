"""Finding on one learner in words: the criteria as they were then, with the levels reached and the notes."""

from .checklists import definition_in
from .models import Finding
from .rules import Reached, with_levels


def criteria_of(row: Finding) -> list[Reached]:
    """Return the criteria, each with its `level`, the `most` points that it gives, and the `note`; none of a draft."""
    attempt = row.attempt
    if attempt is None:
        return []
    definition = definition_in(attempt.release_id, row.observation.activity_id, attempt.enrolment.country)
    return with_levels(definition["criteria"], row.levels, row.notes)

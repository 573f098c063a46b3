"""Number of attempts that a release allows at an activity."""

from courses.catalogue import lookup
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.runtime.activation import InstitutionLike
from lms.foundation.plugins.runtime.registry import NotInstalled


def attempts_allowed(release: int, activity: str, *, at: InstitutionLike) -> int | None:
    """Return how many attempts the release allows at one of its required activities, where its plugin is on at the
    institution `at`; None where the number is unlimited or unknown.
    """
    outline = lookup.release(release).outline
    entry = outline.by_id(activity)
    kind = activities.find(entry.kind, at=at) if entry is not None and entry.required else None
    if entry is None or kind is None:
        return None
    definition = lookup.content(entry.content(outline.source, "", outline.source)).definition
    try:
        return kind.attempts_allowed(definition, terms={})
    except NotInstalled:
        return None


def is_exhausted(release: int, activity: str, failed: int, *, at: InstitutionLike) -> bool:
    """Return whether the activity was failed as often as it may be tried."""
    allowed = attempts_allowed(release, activity, at=at) if failed else None
    return allowed is not None and failed >= allowed

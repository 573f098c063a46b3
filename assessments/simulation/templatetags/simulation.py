"""The size of a picture, so that a page does not move while it comes over a slow line; results of one's own seats."""

from collections.abc import Sequence

from django import template

from lms.learning.progress.models import Attempt

from ..debrief.own_result import OwnResult, own_results
from ..runs.models import Run
from ..runs.scripts import definition_of

register = template.Library()


@register.simple_tag
def results_of_own_seats(attempt: Attempt | None) -> list[OwnResult]:
    """Return the debrief of the learner whose `attempt` this is; nothing before their run is closed."""
    return own_results(attempt) if attempt else []


@register.simple_tag
def size_of(run: Run | None, picture: str) -> Sequence[int]:
    """Return width and height, in pixels, of a picture of the case; nothing in a draft, and where the case was
    released before its sizes were written. No statement where this process has read the case before.
    """
    sizes = definition_of(str(run.content_id)).get("sizes", {}) if run else {}
    found: Sequence[int] = sizes.get(picture, ())
    return found

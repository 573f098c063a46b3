"""Names of checklists in the reader's language, and findings on the learner of an attempt."""

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import get_language

from ..access import findings_for, own_findings

if TYPE_CHECKING:
    from lms.people.directory.models import User

register = template.Library()


@register.filter
def called(activity: Any) -> Any:
    """Return the title of a checklist in the reader's language, or in another that knows its own."""
    return activity.title_in(get_language() or "en")


@register.simple_tag
def findings_at(way: Any, entry: Any) -> list[object]:
    """Return the findings on the learner at an activity of their way, the latest first. One statement."""
    rows = own_findings(way.enrolment.learner).filter(attempt__enrolment=way.enrolment, observation__activity=entry.id)
    rows = rows.select_related("observation__observer", "observation__institution", "attempt").defer("notes", "levels")
    return list(rows.order_by("-attempt__number"))


@register.simple_tag
def finding_for(viewer: "User", finding: str) -> object:
    """Return the finding at an attempt, where `viewer` teaches there; else None. One statement."""
    return findings_for(viewer).filter(pk=finding).first() if finding else None

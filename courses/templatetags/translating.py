"""How a translation stands, above the editor in which it is written."""

from typing import Any

from django import template
from wagtail.models import DraftStateMixin

from courses.to_translate import standings

register = template.Library()


@register.inclusion_tag("courses/admin/translation_standing.html")
def translation_standing(translation: Any, instance: Any) -> dict[str, Any]:
    """Since when it is older than its source, what it lacks, and what is published."""
    return {"standing": standings([translation])[translation.pk] if isinstance(instance, DraftStateMixin) else None}

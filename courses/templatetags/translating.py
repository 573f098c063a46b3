"""State of a translation, above the editor in which it is written."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import template
from wagtail.models import DraftStateMixin

from ..editing.translation_tasks import standings
from ..publishing.publishing_rights import may_publish

if TYPE_CHECKING:
    from django.db.models import Model

register = template.Library()


@register.inclusion_tag("courses/admin/translation_standing.html", takes_context=True)
def translation_standing(context: Mapping[str, Any], translation: Any, instance: "Model") -> dict[str, object]:
    """Return, since when it is older than its source, what it lacks and what is published; whoever may not publish it
    can hand it in.
    """
    if not isinstance(instance, DraftStateMixin):
        return {"standing": None}
    return {
        "standing": standings([translation])[translation.pk],
        "translation": translation,
        "csrf_token": context.get("csrf_token", ""),
        "may_hand_in": not may_publish(translation, instance, context["request"].user),
    }

"""{% load lessons %}: a lesson in the order in which it is read."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import mark_safe

from courses.lessons import parts
from lms.plugins.identifiers import uuid7

register = template.Library()


@register.simple_tag
def lesson_parts(content: Any, activity: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lesson's pieces in order: `html`, or `check` with its `id` and an `event_id` of its own, so that each form is one event."""
    checks = activity["checks"]
    return [
        {"html": mark_safe(piece)} if kind == "html" else {"id": piece, "check": checks[piece], "event_id": uuid7()}
        for kind, piece in parts(content.digest, content.html)
        if kind == "html" or piece in checks
    ]

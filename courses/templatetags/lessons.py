"""{% load lessons %}: a lesson in the order in which it is read."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from lms.foundation.interface import words
from lms.foundation.plugins.block import lesson_blocks
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.runtime.registry import NotInstalled

from ..lessons.parts import Part, parts

register = template.Library()


@register.simple_tag(takes_context=True)
def lesson_parts(context: Mapping[str, Any], content: Any, activity: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return the lesson's pieces in order: `html`, or `check` with its `id` and `anchor` and an `event_id` of its own:
    each form is one event.

    On a learner's `way`, a block of a plugin that is off at their institution is a sentence instead. A preview shows
    what is installed.
    """
    checks = activity["checks"]
    return [
        {"id": part.check, "anchor": f"check-{part.check}", "check": checks[part.check], "event_id": uuid7()}
        if part.check
        else {"html": _html(part, context)}
        for part in parts(content.digest, content.html)
        if not part.check or part.check in checks
    ]


@register.simple_tag
def language_of_citations() -> dict[str, str]:
    """Return the language in which laws are cited: a citation is one row, written in the language of the site.

    `spoken` are the attributes of an element that holds one, and `name` is that of the language; both are empty where
    it is the reader's.
    """
    code = settings.LANGUAGE_CODE
    if code == get_language():
        return {"spoken": "", "name": ""}
    return {"spoken": words.spoken(code), "name": str(dict(settings.LANGUAGES).get(code, code))}


def _html(part: Part, context: Mapping[str, Any]) -> str:
    if not part.block:
        return mark_safe(part.html)
    way = context.get("way")
    try:
        lesson_blocks.get(part.block, at=way.enrolment.institution if way else None)
    except NotInstalled:
        return _absent()
    return mark_safe(part.html) if part.html.strip() else _absent()


def _absent() -> str:
    return render_to_string("courses/part_away.html")

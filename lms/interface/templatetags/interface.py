"""{% load interface %}: days, durations and shares in the reader's words."""

import logging
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.interface import asking, words
from lms.plugins import faults, staff_pages

register = template.Library()
log = logging.getLogger(__name__)

COVERS = 6
"""How many patterns the stylesheet has: cover-0, which is plain, to cover-5."""


@register.filter
def day(when: date | datetime | None) -> str:
    """“Friday 27 November”, in the zone of the reader."""
    return "" if when is None else words.day(when, today=timezone.localdate())


@register.filter
def ago(when: date | datetime | None) -> str:
    """“today”, “yesterday”, “12 days ago”, in the zone of the reader."""
    return "" if when is None else words.ago(when, today=timezone.localdate())


@register.filter
def hours(minutes: int | None) -> str:
    """“3 hours” for 180."""
    return "" if minutes is None else words.hours(minutes)


@register.filter
def percent(share: float | Decimal | None, places: int = 0) -> str:
    """“86 %” for 0.86."""
    return "" if share is None else words.percent(share, places=places)


@register.filter
def spoken(language: str) -> str:
    """The attributes `lang` and `dir` for what is written in a language (its code); none where that is not known."""
    return words.spoken(language) if language else ""


@register.filter
def in_its_language(text: Any) -> Any:
    """A text that knows its `language`, marked with it where that is not the page's (WCAG 2.2, 3.1.2);
    any other as it is.
    """
    language = getattr(text, "language", "")
    if not language or language == get_language():
        return text
    return format_html("<span{}>{}</span>", words.spoken(language), text)


@register.filter
def asked(text: Any) -> str:
    """A question (safe HTML, or a text that is escaped) in which the sentence that asks stands out."""
    return mark_safe(asking.asked(str(conditional_escape(text))))


@register.filter
def cover(key: Any) -> str:
    """The classes of a course's cover, which follow from its key (a UUID): the same wherever the course is shown."""
    return f"cover cover-{UUID(str(key)).int % COVERS}"


@register.simple_tag
def staff_page(page: str, *ids: Any) -> str:
    """The address of a page of staff in another room, by the names in `lms.plugins.staff_pages`, as in `'person' 7`."""
    return staff_pages.address(page, *ids)


@register.simple_tag(takes_context=True)
def panel_body(context: template.Context, panel: Any) -> str:
    """What the panel's template makes of it.

    A plugin's that is missing or breaks is logged and says so; the page stays whole.
    """
    engine: Any = getattr(context.template, "engine", None)
    try:
        with context.push(panel=panel):
            return engine.get_template(panel.template).render(context)
    except Exception:  # whatever somebody else's template raises
        if not panel.plugin:
            raise
        log.exception("a panel of the plugin “%s” breaks: %s", panel.plugin, panel.template)
        faults.note(panel.plugin, faults.LINK)
        return format_html("<p>{}</p>", _("This part of the page cannot be shown now."))

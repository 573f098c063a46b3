"""{% load interface %}: days, durations and shares in the reader's words."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lms.foundation.interface import question_emphasis, words
from lms.foundation.plugins.pages import home, linked_pages, stylesheets
from lms.foundation.plugins.pages.slots import LARGEST_PANEL
from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.plugins.runtime.activation import owner_of_template
from lms.foundation.text.fault_numbers import current_number

register = template.Library()

COVERS = 6
"""How many patterns the stylesheet has: cover-0, which is plain, to cover-5."""


@register.filter
def day(when: date | datetime | None) -> str:
    """Return the day like “Friday 27 November”, in the zone of the reader."""
    return "" if when is None else words.day(when, today=timezone.localdate())


@register.filter
def moment(when: datetime | None) -> str:
    """Return the moment like “Friday 27 November, 09:00”, in the zone of the reader."""
    return "" if when is None else words.moment(when, today=timezone.localdate())


@register.filter
def month(when: date | None) -> str:
    """Return the month like “November 2026”."""
    return "" if when is None else words.month(when)


@register.filter
def ago(when: date | datetime | None) -> str:
    """Return the distance like “today”, “yesterday”, “12 days ago”, in the zone of the reader."""
    return "" if when is None else words.ago(when, today=timezone.localdate())


@register.filter
def hours(minutes: int | None) -> str:
    """Return “3 hours” for 180."""
    return "" if minutes is None else words.hours(minutes)


@register.filter
def percent(share: float | Decimal | None, places: int = 0) -> str:
    """Return “86 %” for 0.86."""
    return "" if share is None else words.percent(share, places=places)


@register.filter
def spoken(language: str) -> str:
    """Return the attributes `lang` and `dir` for a text in a language (its code); none if that is not known."""
    return words.spoken(language) if language else ""


@register.filter
def in_its_language(text: object) -> object:
    """Return a text that knows its `language`, marked with it if that is not the page's (WCAG 2.2, 3.1.2); any other as
    it is.
    """
    language = getattr(text, "language", "")
    if not language or language == get_language():
        return text
    return format_html("<span{}>{}</span>", words.spoken(language), text)


@register.filter
def asked(text: Any) -> str:
    """Return a question (safe HTML, or a text that is escaped) in which the sentence that asks stands out."""
    return mark_safe(question_emphasis.emphasized(str(conditional_escape(text))))


@register.filter
def cover(key: object) -> str:
    """Return the classes of a course's cover, which follow from its key (a UUID): the same wherever the course is
    shown.
    """
    uuid = key if isinstance(key, UUID) else UUID(str(key))
    return f"cover cover-{uuid.int % COVERS}"


@register.simple_tag
def address_of_file(name: str) -> str:
    """Return the address as `{% static %}` does, of a file that every page asks for: it is looked up once."""
    return _address_of_file(name, settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"])


@lru_cache(maxsize=64)
def _address_of_file(name: str, _at: str, _storage: str) -> str:
    return static(name)


@register.simple_tag
def fault_number() -> str:
    """Return the number under which the log knows this request; empty without one."""
    return current_number()


@register.simple_tag
def linked_page(page: str, *ids: object) -> str:
    """Return the address of a page of another room, by the names in `lms.foundation.plugins.pages.linked_pages`, as in
    `'person' 7`.
    """
    return linked_pages.address(page, *ids)


@register.simple_tag(takes_context=True)
def panel_body(context: template.Context, panel: Any) -> str:
    """Render the panel's template.

    A plugin's that is missing or breaks is logged and says so; the page stays whole.
    """
    call = guard.Call(panel.plugin, faults.LINK, panel.template)
    with context.push(panel=panel):
        if not panel.plugin:
            return _drawn(context, panel.template)
        link = _stylesheet(context, panel.stylesheet, panel.plugin, faults.LINK)
        return link + guard.answer_or(
            call,
            lambda: _small(_drawn(context, panel.template)),
            instead=lambda: render_to_string("interface/components/panel_away.html"),
        )


@register.simple_tag(takes_context=True)
def home_block(context: template.Context, block: home.BlockOnPage) -> str:
    """Render a block of a home, a `BlockOnPage`. A plugin's that breaks or takes too long is logged and left out."""
    panel = block.panel
    with context.push(block=block, panel=panel):
        if not panel.plugin:
            return _drawn(context, "interface/components/home_block.html")
        link = _stylesheet(context, panel.stylesheet, panel.plugin, faults.HOME)
        call = guard.Call(panel.plugin, faults.HOME, panel.template)
        return link + home.in_time(
            call, lambda: _small(_drawn(context, "interface/components/home_block.html")), instead=SafeString
        )


@register.simple_tag(takes_context=True)
def include_guarded(context: template.Context, name: str, socket: str = faults.ACTIVITY, **more: object) -> str:
    """Render the template `name`, which a plugin may have brought, with this page's context and `more`, and link the
    stylesheet of its type above.

    Raises `Faulty` where it is missing or breaks.
    """
    with context.push(**more):
        if not (plugin := owner_of_template(name)):
            return _drawn(context, name)
        link = _stylesheet(context, stylesheets.of_template(name), plugin, socket)
        drawn = guard.answer(guard.Call(plugin, socket, name), lambda: _drawn(context, name))
        return format_html("{}{}", link, drawn)  # joined by “+”, nothing and the template would be escaped


def _stylesheet(context: template.Context, name: str, plugin: str, socket: str) -> SafeString:
    """Return the link to the stylesheet `name` of `plugin`, once a page; nothing where it has none, or one that may not
    be linked, which is logged.
    """
    request = context.get("request")
    linked: set[str] = vars(request).setdefault("linked_stylesheets", set()) if request else set()
    if not name or name in linked:
        return SafeString()
    linked.add(name)
    return guard.answer_or(guard.Call(plugin, socket, name), lambda: _link(name, plugin), instead=SafeString)


def _link(name: str, plugin: str) -> SafeString:
    checked(name, plugin)
    return format_html('<link rel="stylesheet" href="{}">', address_of_file(name))


checked = lru_cache(maxsize=64)(stylesheets.check)


def _small(panel: str) -> str:
    """Return a panel that a page can hold. Raises `ValueError` for a larger one."""
    if len(panel) > LARGEST_PANEL:
        raise ValueError(f"a panel has at most {LARGEST_PANEL} characters, not {len(panel)}")
    return panel


def _drawn(context: template.Context, name: str) -> str:
    """Render the template as `{% include %}` does: the depth of the context is as before, also if the template
    breaks.
    """
    depth = len(context.dicts)
    try:
        engine: Any = getattr(context.template, "engine", None)
        return engine.get_template(name).render(context)
    finally:
        del context.dicts[depth:]

"""News on “My learning”: the newest notices that the person has not read."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.slots import Panel

from . import texts
from .models import Notice

if TYPE_CHECKING:
    from lms.people.directory.models import User

MOST = 3
SHOWN_ANYWAY = ("due_soon", "overdue")
"""Kinds of which the page itself speaks, beside each course."""


def news_panels(rows: Sequence[Any]) -> Mapping[int, Panel]:
    """Return panels. No statement for whoever has read everything; else one, and one for each kind of what is shown."""
    panels = {person.pk: _news(person) for person in rows if person.unread_notices}
    return {pk: panel for pk, panel in panels.items() if panel is not None}


def _news(person: "User") -> Panel | None:
    unread = Notice.objects.of(person).unread().exclude(kind__in=SHOWN_ANYWAY)
    notices = list(unread.order_by("-made_at", "-pk")[:MOST])
    words = texts.words_of(notices, {person.pk: person}, now=timezone.now(), language=get_language() or "")
    shown = [(notice, words[notice.pk]) for notice in notices if words[notice.pk]]
    if not shown:
        return None
    return Panel(_("What is new"), "notices/news.html", {"shown": shown})

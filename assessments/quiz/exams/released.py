"""When those who teach may open the attempts at an exam: not while others still sit it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ..sitting.rules import Rules
from .models import Ticket


def why_not_shown(rules: Rules, terms: Mapping[str, Any], *, closed: bool, now: datetime) -> str:
    """Why an attempt under `rules` and `terms` is not opened yet, in a sentence; nothing where it may be. One statement
    for an exam with tickets, else none.
    """
    if not closed:
        return _("This attempt is under way. Its answers can be read when it has ended.")
    if rules.closes_at and now < datetime.fromisoformat(rules.closes_at):
        return _("Others can still take this quiz. Answers can be read when it has closed.")
    ticket = terms.get("ticket")
    if ticket and Ticket.objects.filter(pk=ticket, sitting__closed_at=None).exists():
        return _("This exam is under way. Answers can be read when it has been closed.")
    return ""

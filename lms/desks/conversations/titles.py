"""What a conversation is called where it stands in a list or at the head of its page."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Thread


def name_of(thread: Thread) -> str:
    """What it is about, in the reader's language."""
    return thread.about(get_language() or "en") or _("Conversation")


def with_names(threads: Iterable[Thread]) -> list[tuple[Thread, str]]:
    """Each of `threads` with its name."""
    return [(thread, name_of(thread)) for thread in threads]

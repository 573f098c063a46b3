"""Names of conversations, in lists and at the head of their pages."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .models import Thread


def name_of(thread: Thread) -> str:
    """Return the title of the conversation in the reader’s language, or “Conversation” if it has none."""
    return thread.about(get_language() or "en") or _("Conversation")


def with_names(threads: Iterable[Thread]) -> list[tuple[Thread, str]]:
    """Return each of `threads` with its name."""
    return [(thread, name_of(thread)) for thread in threads]

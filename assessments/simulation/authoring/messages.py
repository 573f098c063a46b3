"""A change that no form holds: it is made, or its author is told that it was not."""

from collections.abc import Callable

from django.contrib import messages
from django.utils.translation import gettext as _

from assessments.casework import BadCase
from lms.people.directory.requests import SignedInRequest

from .drafts import Busy, Stale


def save_with_message(request: SignedInRequest, save: Callable[[], object], said: str) -> bool:
    """Return whether `save` succeeded; the person reads `said` then, and the reason otherwise."""
    try:
        save()
    except Stale:
        messages.error(request, _("Another person has changed this. Open it again, then make your change."))
        return False
    except (BadCase, Busy):
        messages.error(request, _("This could not be saved. Look at numbers and lists, then try again."))
        return False
    messages.success(request, said)
    return True

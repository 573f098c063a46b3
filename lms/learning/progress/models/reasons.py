"""Reasons of staff for an action on a learner, in their words."""

from django.utils.translation import gettext as _


class NoReason(ValueError):
    """Refusal: the action needs a reason. The message says how long a reason may be."""


def checked(reason: str, *, longest: int) -> str:
    """Return the reason on one line. Raises `NoReason` if nothing is left of it, or more than `longest` characters."""
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason or len(reason) > longest:
        raise NoReason(_("Say why, in up to %(number)s characters.") % {"number": longest})
    return reason

"""Sentences for people about an action that failed because a plugin could not be asked."""

from django.utils.translation import gettext as _

from lms.foundation.plugins.runtime.errors import Faulty, NotInstalled, SwitchedOff


def unavailable_text(error: NotInstalled) -> str:
    """Return the reason in a sentence: the plugin has a fault, is switched off for the learner, or is not installed."""
    name = {"name": error.name}
    if isinstance(error, Faulty):
        return _("“%(name)s” has a fault. Nothing was saved; try again later.") % name
    if isinstance(error, SwitchedOff):
        return _("“%(name)s” is switched off at the learner’s institution. Nothing was saved.") % name
    return _("“%(name)s” is not installed. Nothing was saved.") % name

"""Refusals of actions of exercise control in a run, in sentences."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from assessments.casework import Refused


def sentence(why: Refused) -> str:
    """Return the reason for the person whose action was refused."""
    return _SENTENCES.get(why.why, _not_here)()


def _not_here() -> str:
    return _("This action is not possible here.")


_SENTENCES: Mapping[str, Callable[[], str]] = {
    "not_begun": lambda: _("The run has not begun yet."),
    "over": lambda: _("The play is over."),
    "not_over": lambda: _("The play is not over yet. Finish it first."),
    "paused": lambda: _("The run is paused. Press “Go on” first."),
    "not_paused": lambda: _("The run is not paused any more."),
    "given": lambda: _("This inject was sent before."),
    "turn_over": lambda: _("This turn was closed already."),
    "no_reason": lambda: _("Write something first."),
    "nobody": lambda: _("Choose at least one seat."),
    "long": lambda: _("This text is too long. Shorten it."),
    "marks": lambda: _("Give marks between 0 and the most that the field is worth."),
}

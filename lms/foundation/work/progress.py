"""Progress of background work for people, on a page that brings itself up to date."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import Work


@dataclass(frozen=True)
class Progress:
    """Context of `work/progress.html`.

    `status` is a word on the state, `sentence` what is going on or how far it is; `again` the address of the page, for
    where no script runs. `handled` of `total` things are the bar, while `is_working`; there is none without `has_bar`.
    """

    is_working: bool
    status: str = ""
    sentence: str = ""
    again: str = ""
    handled: int = 0
    total: int = 0
    has_bar: bool = True


def progress_of(work: Work, *, again: str, status: str = "", sentence: str = "") -> Progress:
    """Return the progress of `work`. Its `sentence` is “3 of 20 done” unless the room has one that says of what."""
    if work.working and work.total and not sentence:
        sentence = _("%(handled)s of %(total)s done") % {"handled": work.handled, "total": work.total}
    return Progress(work.working, status, sentence, again, work.handled, max(work.total, 1))

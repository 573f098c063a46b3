"""Guide above a report on simulations whose rows say little or nothing."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lms.foundation.plugins.report import FEWEST, Guide, Row


def guide(rows: Sequence[Row], figure: str) -> Guide | None:
    """Return the guide; `figure` is the column that is empty where a group is too small."""
    if not rows:
        return Guide(
            _("No run of a simulation was closed yet"),
            [_("Figures are of runs that were closed after their debrief, the newest thousand.")],
        )
    if any(row.cells[figure] is None for row in rows):
        sentence = _("Figures of fewer than %(fewest)s are not shown: who they are could be known.")
        return Guide(_("Some groups are too small"), [sentence % {"fewest": FEWEST}])
    return None

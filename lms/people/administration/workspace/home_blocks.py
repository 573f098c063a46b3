"""Blocks of an administrator's home; `Home.institution` is the academy that it is of."""

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.home import OFFICE, Home, HomeBlock
from lms.foundation.plugins.pages.office import waiting_for
from lms.foundation.plugins.pages.slots import Panel

from ...directory.institutions import Institution
from . import first_steps
from .home_views import rows_of


class Decisions(HomeBlock):
    slug, page, order = "decisions", OFFICE, 10

    def panel(self, home: Home) -> Panel:
        return Panel(_("Waiting for you"), "people/workspace/waiting.html", {"waiting": waiting_for(home.viewer)})


class FirstSteps(HomeBlock):
    """Steps that an academy needs before its first intake, until all is done or the list is put away."""

    slug, page, order = "steps", OFFICE, 20

    def panel(self, home: Home) -> Panel | None:
        place = home.about
        if not isinstance(place, Institution) or first_steps.is_put_away(place):
            return None
        rows = rows_of(place)
        done = sum(row.done for row in rows)
        context = {"rows": rows, "done": done, "place": place}
        title = _("Before your first intake")
        return Panel(title, "people/workspace/first_steps.html", context) if done < len(rows) else None


BLOCKS = (Decisions, FirstSteps)

"""The page “At a glance”."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lms.desks.reporting.access import for_reporters
from lms.desks.reporting.exports.file_description import said_zone
from lms.desks.reporting.filters.selection import Selection
from lms.desks.reporting.next_step import way_on
from lms.desks.reporting.replica import from_replica
from lms.desks.reporting.sums import queries
from lms.foundation.plugins.pages.home import GLANCE, Home, blocks_of

from .blocks import Figures
from .counts import counts_of
from .goals import goals_of


@partial(for_reporters, masks=True)
@from_replica
def dashboard(request: HttpRequest, selection: Selection) -> HttpResponse:
    """Show the blocks of the page: figures that matter with their trend, what needs attention, places, indicators."""
    viewer = selection.viewer
    figures = Figures(counts_of(selection), goals_of(viewer))
    context = {
        "title": _("At a glance"),
        "blocks": blocks_of(Home(GLANCE, viewer, selection.now, viewer.institution, about=figures)),
        "now": queries.as_of(selection),
        "zone": said_zone(selection.now.astimezone(selection.zone)),
        "way_on": way_on(request.user),
    }
    return render(request, "dashboards/dashboard.html", context)

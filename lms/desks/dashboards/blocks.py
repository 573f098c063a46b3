"""Blocks of “At a glance”, of what the page has counted: a `Figures`."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.home import GLANCE, Home, HomeBlock
from lms.foundation.plugins.pages.slots import Panel

from .counts import Counts
from .goals import Goal
from .sentences import MOST_ROWS, attention_of, cards_of, headings_of, line_of
from .trends import trend_of


@dataclass(frozen=True)
class Figures:
    """Counts of the page, and the last value of each indicator."""

    counts: Counts
    goals: list[Goal]


class Cards(HomeBlock):
    """Figures that matter, with their trend."""

    slug, page, order = "figures", GLANCE, 10

    def panel(self, home: Home) -> Panel:
        counts = home.about.counts
        return Panel("", "dashboards/blocks/figures.html", {"cards": cards_of(counts), "trend": trend_of(counts)})


class Behind(HomeBlock):
    slug, page, order = "behind", GLANCE, 20

    def panel(self, home: Home) -> Panel | None:
        found = attention_of(home.about.counts, home.about.goals)
        template = "dashboards/blocks/attention.html"
        return Panel(_("Needs attention"), template, {"attention": found}) if found else None


class Places(HomeBlock):
    slug, page, order = "places", GLANCE, 30

    def panel(self, home: Home) -> Panel:
        counts: Counts = home.about.counts
        lines = [line_of(counts, one) for one in counts.places[:MOST_ROWS]]
        context = {"lines": lines, "headings": headings_of(counts), "counts": counts}
        return Panel(_("By place") if lines else "", "dashboards/blocks/places.html", context)


class Goals(HomeBlock):
    slug, page, order = "goals", GLANCE, 40

    def panel(self, home: Home) -> Panel | None:
        goals = home.about.goals
        return Panel(_("Indicators"), "dashboards/blocks/goals.html", {"goals": goals}) if goals else None


BLOCKS = (Cards, Behind, Places, Goals)

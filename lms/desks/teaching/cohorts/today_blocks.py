"""Blocks of “Today”; what takes place, waits and goes on the page has looked up, see `Home.about`."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.home import TODAY, Home, HomeBlock
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.today import MEETING, RUNNING, WAITING

from .today_views import late_today, needing_attention


class Meetings(HomeBlock):
    slug, page, order = "meetings", TODAY, 10

    def panel(self, home: Home) -> Panel:
        return Panel(_("Sessions and exams today"), "teaching/today/meetings.html", {"items": home.about[MEETING]})


class WaitingWork(HomeBlock):
    slug, page, order = "waiting", TODAY, 20

    def panel(self, home: Home) -> Panel:
        found: Sequence[Any] = [*home.about[WAITING], *late_today(home.viewer)]
        items = sorted(found, key=lambda one: one.at or home.now)
        return Panel(_("Waiting for you"), "teaching/today/waiting.html", {"items": items})


class Running(HomeBlock):
    slug, page, order = "running", TODAY, 30

    def panel(self, home: Home) -> Panel | None:
        items = home.about[RUNNING]
        return Panel(_("Simulations going on"), "teaching/today/running.html", {"items": items}) if items else None


class Attention(HomeBlock):
    slug, page, order, statements = "attention", TODAY, 40, 6

    def panel(self, home: Home) -> Panel:
        cohorts = needing_attention(home.viewer, now=home.now)
        return Panel(_("Who needs attention"), "teaching/today/attention.html", {"cohorts": cohorts})


BLOCKS = (Meetings, WaitingWork, Running, Attention)

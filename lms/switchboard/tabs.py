"""Tabs of plugins on the page of a cohort or of a person: which there are, and what one shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lms.foundation.plugins.pages.slots import Panel, sound
from lms.foundation.plugins.pages.tabs import Tab, tabs
from lms.foundation.plugins.runtime import faults, guard
from lms.foundation.plugins.runtime.activation import InstitutionLike
from lms.people.administration.records.services import narrowed
from lms.people.directory.models import User


@dataclass(frozen=True)
class TabLink:
    """Link to a tab. The slug is empty for the page without a tab."""

    slug: str
    label: str


def tabs_of(place: str, institutions: Iterable[InstitutionLike]) -> list[TabLink]:
    """Return the tabs of `place` whose plugins are on at one of `institutions`, except those that cannot be named."""
    links, at = [], list(institutions)
    for tab in tabs:
        if tab.place == place and any(tabs.is_on(tab.slug, one) for one in at) and (label := _label(tab)):
            links.append(TabLink(tab.slug, label))
    return links


def panel_of(slug: str, row: object, viewer: User, *, now: datetime) -> Panel | None:
    """Return the panel of `row` in the tab. Raises `Faulty` if it breaks."""
    tab = tabs.get(slug)
    plugin = tabs.owner(slug)
    if not plugin:
        return tab.panel(row, viewer, now=now)

    def asked() -> Panel | None:
        panel = tab.panel(row, narrowed(viewer, plugin), now=now)
        if panel is None:
            return None
        if not isinstance(shown := sound(panel, plugin), Panel):
            raise TypeError(f"{panel!r:.200} is no Panel")
        return shown

    return guard.answer(_call(tab), asked, name=_label(tab))


def _label(tab: Tab) -> str:
    """Return its words; empty if they cannot be read."""
    return guard.answer_or(_call(tab, "label"), lambda: str(tab.label), instead=str)


def _call(tab: Tab, name: str = "panel") -> guard.Call:
    return guard.Call(tabs.owner(tab.slug), faults.TAB, f"{tab.slug}.{name}")

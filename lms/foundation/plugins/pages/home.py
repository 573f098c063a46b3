"""Socket of the homes of staff: the blocks of which “Today”, an administrator's home and “At a glance” are made. Pure.

The core's own blocks stand there like those of plugins.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, TypeVar

from ..runtime import faults, guard
from ..runtime.activation import InstitutionLike, is_on
from ..runtime.registry import Registry
from .slots import Panel, sound

T = TypeVar("T")

TODAY = "today"
"""“Today”, of instructors."""
OFFICE = "office"
"""The home of administrators."""
GLANCE = "glance"
"""“At a glance”, of coordinators and administrators."""
PAGES = (TODAY, OFFICE, GLANCE)

MOST_SECONDS = 2.0
"""How long a block of a plugin may take to be asked, and to be drawn: one that took longer is left out."""


@dataclass(frozen=True)
class Home:
    """One of `PAGES` for its `viewer`, at an institution: the academy that they administer, or else their own. `about`
    is what the page looked up for the core's own blocks.
    """

    page: str
    viewer: Any
    now: datetime
    institution: InstitutionLike | None = None
    about: Any = None


class HomeBlock(ABC):
    """One block of a page. Blocks stand by their `order`; those of the core have 10, 20 and so on."""

    slug: str
    page: str
    """One of `PAGES`."""
    order = 100
    duties: frozenset[str] = frozenset()
    """Roles of which a viewer has one to see the block, such as “instructor”; none: all that may open the page."""
    statements = 2
    """How many statements it takes at most, however many rows there are, with those of its template."""

    @abstractmethod
    def panel(self, home: Home) -> Panel | None:
        """Return the block for the viewer, or None where there is nothing to show.

        Who may open the page may not see everything: ask for rows by `visible_to(home.viewer)`. A panel without a title
        has headings of its own.
        """


@dataclass(frozen=True)
class BlockOnPage:
    """Panel of a block; `slug` names its place on the page."""

    slug: str
    panel: Panel


home_blocks: Registry[HomeBlock] = Registry(faults.HOME)


def blocks_of(home: Home) -> list[BlockOnPage]:
    """Return the blocks of the page that its viewer sees, in their order. A plugin's that is off, breaks or takes too
    long is left out.
    """
    blocks = [one for one in home_blocks if one.page == home.page and _is_for(one, home)]
    found = ((one.slug, _panel_of(one, home)) for one in sorted(blocks, key=lambda one: (one.order, one.slug)))
    return [BlockOnPage(slug, panel) for slug, panel in found if panel is not None]


def _is_for(block: HomeBlock, home: Home) -> bool:
    if not is_on(home_blocks.owner(block.slug), home.institution):
        return False
    return not block.duties or home.viewer.is_superuser or bool(block.duties & set(home.viewer.duties))


def _panel_of(block: HomeBlock, home: Home) -> Panel | None:
    plugin = home_blocks.owner(block.slug)
    if not plugin:
        return block.panel(home)
    call = guard.Call(plugin, faults.HOME, f"{block.slug}.panel")
    return in_time(call, lambda: sound_panel(block.panel(home), plugin), instead=lambda: None)


def sound_panel(value: object, plugin: str) -> Panel | None:
    """Return a panel of `plugin` that can be shown, or None. Raises `TypeError` for anything else."""
    if value is None:
        return None
    panel = sound(value, plugin)
    if not isinstance(panel, Panel):
        raise TypeError(f"{value!r:.200} is neither a Panel nor None")
    return panel


def in_time(call: guard.Call, ask: Callable[[], T], *, instead: Callable[[], T]) -> T:
    """Return the result of `ask`, or that of `instead` if it breaks or took too long, which is logged and counted."""
    began = monotonic()
    value = guard.answer_or(call, ask, instead=instead)
    if (seconds := monotonic() - began) > MOST_SECONDS:
        guard.overran(call, seconds=seconds)
        return instead()
    return value

"""The socket of tabs: pages that stand beside the page of a cohort or of a person. Pure."""

from abc import ABC, abstractmethod
from datetime import datetime
from typing import Any

from ..runtime.registry import Registry
from .slots import Panel


class Tab(ABC):
    """A page about one cohort or one person, which is reached from theirs by its `label`.

    `place` is `slots.COHORT` or `slots.PERSON`. The page shows the panel below the name of what it is about.
    """

    slug: str
    label: Any
    place: str

    @abstractmethod
    def panel(self, row: object, viewer: object, *, now: datetime) -> Panel | None:
        """Return the panel of `row`, a cohort or a person, for `viewer`, who may open its page. None if there is
        nothing to show.

        The viewer sees no institution where the plugin is off: ask for rows by `visible_to(viewer)`.
        """


tabs: Registry[Tab] = Registry("tab")

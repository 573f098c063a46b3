"""The parts of the admin's dashboard: sections of groups of rows,
each row a thing that the viewer may open and act on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin.ui.components import Component

from lms.foundation.interface.words import ago

MOST = 20
"""So many rows a group has at most."""


@dataclass(frozen=True)
class Row:
    """Row of a section: a task, its address, and its state in a few words."""

    title: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Group:
    """Rows under a heading; no heading where a section has one group alone."""

    rows: Sequence[Row]
    heading: Any = ""


@dataclass(frozen=True)
class Link:
    """A next step: what the link says, and where it leads."""

    label: Any
    url: str


class Section(Component):
    """A section of the dashboard. Without rows it says so, and offers the next step.

    `groups` gives only what the viewer may see and act on, with a number of statements that does not grow with the
    rows. The section is left out for whoever it is not `meant_for`.
    """

    name = ""
    order = 0
    heading: Any = ""
    icon = ""
    empty: Any = ""
    template_name = "courses/admin/section.html"

    def meant_for(self, user: object) -> bool:
        raise NotImplementedError

    def groups(self, user: object) -> list[Group]:
        raise NotImplementedError

    def begin(self, user: object) -> list[Link]:
        """Return links to something new, whether there are rows or not."""
        return []

    def next_step(self, user: object) -> Link | None:
        """Return the link to show where there are no rows, or None."""
        return None

    def more(self, user: object) -> Link | None:
        """Return the link to the rest of the rows, or None."""
        return None

    def render_html(self, parent_context: Any = None) -> object:
        return super().render_html(parent_context) if self.meant_for(parent_context["request"].user) else ""

    def get_context_data(self, parent_context: Any = None) -> Mapping[str, object]:
        user = parent_context["request"].user
        groups = [group for group in self.groups(user) if group.rows]
        link = self.more(user) if groups else self.next_step(user)
        return {"section": self, "groups": groups, "begin": self.begin(user), "link": link}


def since(moment: datetime | None) -> str:
    """Return “3 days ago”, in the reader's zone; nothing where it is not known."""
    return ago(moment, today=timezone.localdate()) if moment else ""


def joined(*parts: object) -> str:
    """Return those of `parts` that are not empty, in a line; each keeps its own direction, whatever is beside it."""
    return render_to_string("courses/admin/joined.html", {"parts": [part for part in parts if part]})

"""Panel with the effect of publishing, shown to the editor beside the fields in which it is decided."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.panels import Panel

Standing = Callable[[Any, Any], dict[str, Any]]
standings: list[Standing] = []
"""Each gets a page and its form, and gives what the panel's template shows of it. The rooms that know add theirs."""


class EffectPanel(Panel):
    """The release that is out, whom a change touches, what waits for release,
    and what a correction and a new edition do.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/panels/effect.html"

        def get_context_data(self, parent_context: object = None) -> dict[str, object]:
            context = {**super().get_context_data(parent_context), "page": self.instance}
            for standing in standings:
                context |= standing(self.instance, self.form)
            return context

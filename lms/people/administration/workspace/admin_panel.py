"""Panel on the home page of Wagtail's admin: the pages of administrators in their groups."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from lms.foundation.interface.context_processors import Frame


class SitePanel(Component):
    """The same groups as on the home page of administrators; nothing for whoever has none of them."""

    name = "site"
    order = 5
    template_name = "people/workspace/admin_panel.html"

    def get_context_data(self, parent_context: Any = None) -> Mapping[str, object]:
        return {"sections": Frame(parent_context["request"]).sections, "heading": _("Administration")}

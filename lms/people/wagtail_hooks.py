"""Hooks of the admin: the way to the pages of the site, entries about people in the site's history, and bulk actions on
them taken away.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.log_actions import LogFormatter

from lms.foundation.interface.navigation import destinations_of
from lms.foundation.plugins.pages import linked_pages

from .administration.records.services import CLOSED, JOINED, LEFT, OPENED, SWITCHED, TRANSFERRED
from .administration.workspace.admin_panel import SitePanel
from .administration.workspace.wagtail_bulk_actions import AssignGroup, DeletePeople, SetActiveState

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry
    from wagtail.models import ModelLogEntry

    from .directory.requests import SignedInRequest

for action in (DeletePeople, SetActiveState, AssignGroup):
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own, whose place they take


@hooks.register("construct_main_menu")
def offer_the_site(request: "SignedInRequest", items: list[MenuItem]) -> None:
    """Add to the admin's menu all places of the reader on the site, and their notices; no statement."""
    main, others = destinations_of(request.user)
    places = [(str(place.label), url) for place, url in [*main, *others] if place.url_name != "wagtailadmin_home"]
    places.append((_("Notices"), linked_pages.address(linked_pages.NOTICES)))
    entries = [MenuItem(label, url, name=f"site-{at}", order=at) for at, (label, url) in enumerate(places)]
    items.append(SubmenuMenuItem(_("Site"), Menu(items=entries), name="site", icon_name="site", order=20))


@hooks.register("construct_homepage_panels", order=1)
def show_the_site(request: "SignedInRequest", panels: list[object]) -> None:
    """Show administrators and superusers the way to their pages on the admin's home page."""
    panels.append(SitePanel())


@hooks.register("register_log_actions")
def switched(actions: "LogActionRegistry") -> None:
    """Describe in the site's history who switched which plugin."""

    class On(LogFormatter):
        label = gettext_lazy("Switch a plugin on")

        def format_message(self, log_entry: "ModelLogEntry") -> str:
            return _("Plugin “%(plugin)s” switched on") % log_entry.data

    class Off(LogFormatter):
        label = gettext_lazy("Switch a plugin off")

        def format_message(self, log_entry: "ModelLogEntry") -> str:
            return _("Plugin “%(plugin)s” switched off") % log_entry.data

    class AsAbove(LogFormatter):
        label = gettext_lazy("Let a plugin follow the institution above")

        def format_message(self, log_entry: "ModelLogEntry") -> str:
            return _("Plugin “%(plugin)s” follows the institution above") % log_entry.data

    for state, formatter in ((True, On), (False, Off), (None, AsAbove)):
        actions.register_action(SWITCHED[state])(formatter)


@hooks.register("register_log_actions")
def changed_cohorts(actions: "LogActionRegistry") -> None:
    """Describe in the site's history who added people to a cohort, and who took a person out."""

    class Joined(LogFormatter):
        label = gettext_lazy("Add people to a cohort")

        def format_message(self, log_entry: "ModelLogEntry") -> str:
            number = len(log_entry.data["people"])
            return ngettext("%(count)s person added to the cohort", "%(count)s people added to the cohort", number) % {
                "count": number
            }

    actions.register_action(JOINED)(Joined)
    actions.register_action(
        TRANSFERRED, gettext_lazy("Transfer a person"), gettext_lazy("Transferred to another institution")
    )
    actions.register_action(CLOSED, gettext_lazy("Close a cohort"), gettext_lazy("Cohort closed"))
    actions.register_action(OPENED, gettext_lazy("Open a cohort again"), gettext_lazy("Cohort opened again"))
    actions.register_action(
        LEFT, gettext_lazy("Take somebody out of a cohort"), gettext_lazy("Somebody taken out of the cohort")
    )

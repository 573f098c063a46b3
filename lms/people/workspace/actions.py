"""What the audit log says of the administrator's pages."""

from django.utils.translation import gettext_lazy as _

from ..audit.actions import SAW, Action, actions

OWN = (Action("person_page_seen", _("Opened somebody’s page at the academy"), SAW),)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)

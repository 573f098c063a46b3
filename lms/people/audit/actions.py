"""Registry of the actions of the audit log, each with its name for people, and those of this room.

Rooms and plugins register theirs."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.runtime.registrations import Registrations


class Kind(models.TextChoices):
    """The groups in which actions are offered to whoever searches."""

    SAW = "saw", _("Seen")
    EXPORTED = "exported", _("Exported")
    CHANGED = "changed", _("Changed")
    RIGHTS = "rights", _("Accounts and rights")
    SIGN_IN = "sign_in", _("Signing in")
    REFUSED = "refused", _("Refused")


SAW = Kind.SAW
"""Somebody looked at what is known of a person."""
EXPORTED = Kind.EXPORTED
"""Somebody took a file of people's data or results."""
CHANGED = Kind.CHANGED
"""Somebody changed data or results."""
RIGHTS = Kind.RIGHTS
"""An account, or what it may do, was changed."""
SIGN_IN = Kind.SIGN_IN
REFUSED = Kind.REFUSED


@dataclass(frozen=True)
class Action:
    """Action of the audit log, by its `slug` of at most 40 characters; `name` is what people read.

    What is `delicate` asks first who it is (`factors.stepup.confirmed_lately`): a phone left lying must not do it to
    another person, or take their data away. Files and what accounts may do are, unless they say otherwise; changed data
    are where they say so. `tests/architecture` finds each view that does it and does not ask.

    What is `bounded` can be brought about by whoever likes, as often as they like: so many entries of one client or
    person are kept in a minute, and no more (see `services`).
    """

    slug: str
    name: str | Promise
    kind: Kind
    bounded: bool = False
    delicate: bool | None = None

    @property
    def is_delicate(self) -> bool:
        return self.kind in (EXPORTED, RIGHTS) if self.delicate is None else self.delicate


class Actions:
    """All registered actions by slug."""

    LONGEST = 40

    def __init__(self) -> None:
        self._shelf: Registrations[Action] = Registrations("audit action")

    def register(self, *registered: Action) -> None:
        """Add actions. Raises `ValueError` for a slug that is another's or too long."""
        for action in registered:
            known = self._shelf.peek(action.slug)
            if not 0 < len(action.slug) <= self.LONGEST or (known is not None and known != action):
                raise ValueError(f"An action of the audit log cannot be called {action.slug!r}: too long, or taken.")
            self._shelf.put(action.slug, action)

    def find(self, slug: str) -> Action | None:
        """Return the action called `slug`; None if the room or plugin that registered it is gone."""
        return self._shelf.peek(slug)

    def all(self) -> list[Action]:
        """Return every action, in the order in which they were registered."""
        return list(self._shelf)


actions = Actions()


OWN = (
    Action("signed_in", _("Signed in"), SIGN_IN),
    Action("signed_out", _("Signed out"), SIGN_IN),
    Action("password_wrong", _("Wrong password"), SIGN_IN, bounded=True),
    Action("locked_out", _("Locked out after too many failures"), SIGN_IN, bounded=True),
    Action("password_link_asked", _("Asked for a link for a forgotten password"), SIGN_IN, bounded=True),
    Action("password_link_made", _("Link for a forgotten password sent"), SIGN_IN),
    Action("refused", _("Refused"), REFUSED, bounded=True),
    Action("password_changed", _("Password changed"), RIGHTS),
    Action("e_mail_asked", _("Asked for another e-mail address"), RIGHTS),
    Action("e_mail_changed", _("E-mail address changed"), RIGHTS),
    Action("superuser_made", _("Superuser made"), RIGHTS),
    Action("is_superuser_changed", _("Superuser or no longer"), RIGHTS),
    Action("is_active_changed", _("May sign in or no longer"), RIGHTS),
    Action("role_given", _("Role given"), RIGHTS),
    Action("role_changed", _("Role changed"), RIGHTS),
    Action("role_taken", _("Role taken away"), RIGHTS),
    Action("group_given", _("Group given"), RIGHTS),
    Action("group_taken", _("Group taken away"), RIGHTS),
    Action("group_all_taken", _("All groups taken away"), RIGHTS),
    Action("permission_given", _("Permission given"), RIGHTS),
    Action("permission_taken", _("Permission taken away"), RIGHTS),
    Action("permission_all_taken", _("All permissions taken away"), RIGHTS),
    Action("person_made", _("Person made"), CHANGED),
    Action("person_changed", _("Person changed"), CHANGED, delicate=True),
    Action("person_deleted", _("Person deleted"), CHANGED, delicate=True),
    Action("cohort_made", _("Cohort made"), CHANGED),
    Action("cohort_changed", _("Cohort changed"), CHANGED),
    Action("cohort_deleted", _("Cohort deleted"), CHANGED),
    Action("institution_changed", _("Institution changed"), CHANGED),
    Action("person_transferred", _("Transferred to another institution"), CHANGED, delicate=True),
    Action("cohort_joined", _("Added to a cohort"), CHANGED),
    Action("cohort_closed", _("Closed a cohort"), CHANGED),
    Action("cohort_opened", _("Opened a cohort again"), CHANGED),
    Action("cohort_left", _("Taken out of a cohort"), CHANGED),
    Action("institution_made", _("Institution made"), CHANGED),
    Action("institution_deleted", _("Institution deleted"), CHANGED, delicate=True),
    Action("institution_moved", _("Institution moved"), CHANGED, delicate=True),
    Action("plugin_switched", _("Plugin switched"), CHANGED),
    Action("log_exported", _("Audit log exported"), EXPORTED),
)


def register() -> None:
    """Add them, when the app is ready."""
    actions.register(*OWN)

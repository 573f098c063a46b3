"""Registry of the actions of the audit log, each with its name for people. Rooms and plugins register theirs."""

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

"""Current holders of a role and their place in the tree, for notices to all of them at once."""

from collections.abc import Collection
from dataclasses import dataclass

from .models import Membership


@dataclass(frozen=True)
class Holder:
    """`person`, by primary key, holds a role at the institution with this `path` (of the ids above it, and its own)
    and below, where days begin as in the time zone `zone`.
    """

    person: int
    path: str
    zone: str

    def reaches(self, path: str) -> bool:
        """Return whether the role holds at the institution with this path."""
        return path.startswith(self.path)


def holders(roles: Collection[str]) -> list[Holder]:
    """Return the current holders of `roles`, one entry for each role held, in one statement."""
    rows = Membership.objects.in_force().filter(role__in=roles)
    columns = rows.values_list("user_id", "institution__path", "institution__timezone")
    return [Holder(person, path, zone) for person, path, zone in columns if path]

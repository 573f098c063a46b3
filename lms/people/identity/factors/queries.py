"""Staff without a second factor."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from ...directory.choices import STAFF_ROLES, Role
from ...directory.models import Membership, User
from ..sessions.factor_holders import holds_factor

MOST = 100


@dataclass(frozen=True)
class StaffWithoutFactor:
    """The first of them by name, and whether there are more."""

    people: list[User]
    more: bool


def staff_without(viewer: User) -> StaffWithoutFactor:
    """Return the people of the institutions that `viewer` administers who have a role of staff and no second factor.

    One statement.
    """
    role = Exists(Membership.objects.filter(user=OuterRef("pk"), role__in=STAFF_ROLES))
    staff = User.objects.visible_to(viewer, Role.ADMINISTRATOR).filter(role, is_active=True)
    found = list(staff.exclude(holds_factor("pk")).select_related("institution").order_by("name", "pk")[: MOST + 1])
    return StaffWithoutFactor(people=found[:MOST], more=len(found) > MOST)

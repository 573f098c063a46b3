"""Personal data about merged accounts, and the choice of the roles that are not moved."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

if TYPE_CHECKING:
    from ...directory.models import User


def shorter_roles(rows: Any, person: "User | None") -> Any:
    """Yield, for each role that both accounts have at an institution, the row that ends first."""
    from ...directory.models import Membership

    own = {(role.institution_id, role.role): role for role in Membership.objects.filter(user=person)}
    for role in rows:
        if twin := own.get((role.institution_id, role.role)):
            yield min(role, twin, key=lambda one: one.ends_on or date.max)


MERGING = (
    PersonalData(
        "people.User",
        person="merged_into",
        what=_("Other accounts of the same person that became part of this one."),
        erased="kept without the person",
        fields=("service_number", "name"),
        merged="moved",
        staff=("service_number", "name"),
    ),
    PersonalData(
        "people.Merge",
        person="person",
        what=_("That an account became part of another one, and which rows went along, for thirty days."),
        fields=("merged_at", "undone_at"),
        staff=("merged_at", "undone_at"),
    ),
    PersonalData(
        "people.Merge",
        person="into",
        what=_("That another account became part of this one."),
        fields=("merged_at", "undone_at"),
        staff=("merged_at", "undone_at"),
    ),
    PersonalData(
        "people.Merge", person="by", what=_("Person who merged two accounts."), erased="kept without the person"
    ),
    PersonalData(
        "people.Merge",
        person="undone_by",
        what=_("Person who undid the merging of accounts."),
        erased="kept without the person",
    ),
    PersonalData("people.Apart", person="low", what=_("That two accounts are two people."), fields=("at",)),
    PersonalData("people.Apart", person="high", what=_("That two accounts are two people."), fields=("at",)),
    PersonalData(
        "people.Apart",
        person="by",
        what=_("Person who said that two accounts are two people."),
        erased="kept without the person",
    ),
    PersonalData(
        "people.LikenessKey",
        person="user",
        what=_("Somebody’s number and name as they are compared, so that a second account is noticed."),
        fields=("kind",),
    ),
)

"""Reach of a reader of reports: whether they report at all, and whether they see totals alone."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from lms.foundation.plugins.report import NotVisible
from lms.people.directory.choices import REPORTING_ROLES, Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.role_validity import in_force


class TotalsOnly(NotVisible):
    """Refusal of a report that shows learners or small groups to somebody who sees totals alone."""


@dataclass(frozen=True)
class Reach:
    """Rights of a reader: `totals_only` says that they coordinate a region, whose institutions are not their own."""

    reports: bool
    totals_only: bool


def reach_of(viewer: User, plugin: str = "") -> Reach:
    """Return the reach of `viewer` by all roles that are in force; with `plugin`, they report where it is on. One
    statement.

    Whoever also administers the region keeps its records anyway, and sees them.
    """
    on = Institution.objects.where_on(plugin) if plugin else Institution.objects.all()
    if viewer.is_superuser:
        return Reach(on.exists(), totals_only=False)
    below = Exists(on.filter(path__startswith=OuterRef("institution__path")))
    held = viewer.memberships.filter(in_force(), role__in=REPORTING_ROLES).annotate(is_on=below)
    roles = list(held.values_list("role", "institution", "institution__kind", "is_on"))
    coordinated = {place for role, place, kind, _on in roles if (role, kind) == (Role.COORDINATOR, Kind.REGION)}
    administered = {place for role, place, _kind, _on in roles if role == Role.ADMINISTRATOR}
    return Reach(any(is_on for *_role, is_on in roles), bool(coordinated - administered))

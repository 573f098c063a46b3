"""The fixed vocabularies of people and institutions."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "F", _("Woman")
    MALE = "M", _("Man")
    UNSTATED = "", _("Not stated")


class RoleFamily(models.TextChoices):
    POLICE = "police", _("Police")
    PROSECUTION = "prosecution", _("Prosecution")
    JUDICIARY = "judiciary", _("Judiciary")
    IMMIGRATION = "immigration", _("Immigration")
    LABOUR = "labour", _("Labour inspection")
    SERVICES = "services", _("Service provider")
    OTHER = "other", _("Other")


class RankBand(models.TextChoices):
    CADET = "cadet", _("Cadets and recruits")
    CONSTABLE = "constable", _("Constables and their equals")
    SERGEANT = "sergeant", _("Corporals and sergeants")
    INSPECTOR = "inspector", _("Inspectors and their equals")
    SENIOR = "senior", _("Superintendents and above")


class Kind(models.TextChoices):
    REGION = "region", _("Region")
    COUNTRY = "country", _("Country")
    ACADEMY = "academy", _("Academy")
    UNIT = "unit", _("Unit")


class Role(models.TextChoices):
    LEARNER = "learner", _("Learner")
    INSTRUCTOR = "instructor", _("Instructor")
    COORDINATOR = "coordinator", _("Coordinator")
    ADMINISTRATOR = "administrator", _("Administrator")


@dataclass(frozen=True)
class StaffRole:
    """All that the house knows of a role at an institution, which administrators give there.

    `attribute` says on a signed-in person whether they hold it. `sees` says in words what it opens, at a `place` and at
    the `places` below it. The bar shows the places of the role of the lowest `rank`.
    """

    role: Role
    attribute: str
    rank: int
    sees: Any
    teaches: bool = False
    reports: bool = False


STAFF = (
    StaffRole(
        Role.INSTRUCTOR,
        "teaches",
        rank=2,
        sees=_(
            "Instructor at %(place)s: sees the people of %(places)s with their results, assigns courses, marks, and "
            "adds people to cohorts."
        ),
        teaches=True,
    ),
    StaffRole(
        Role.COORDINATOR,
        "coordinates",
        rank=1,
        sees=_("Coordinator at %(place)s: sees the reports and results of %(places)s."),
        reports=True,
    ),
    StaffRole(
        Role.ADMINISTRATOR,
        "administers",
        rank=3,
        sees=_("Administrator at %(place)s: sees and keeps the people, roles, cohorts and institutions of %(places)s."),
        teaches=True,
        reports=True,
    ),
)
STAFF_ROLES = tuple(one.role for one in STAFF)
TEACHING_ROLES = tuple(one.role for one in STAFF if one.teaches)
REPORTING_ROLES = tuple(one.role for one in STAFF if one.reports)
DUTIES = {
    **{str(one.role): one.role.label for one in sorted(STAFF, key=lambda one: one.rank)},
    "site": _("Whole site"),
    "editor": _("Editor"),
    str(Role.LEARNER): Role.LEARNER.label,
}
"""The names of the duties, the most particular first. Nearly everybody learns too, so any other comes before it."""

"""The fixed vocabularies of people and institutions."""

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


class Country(models.TextChoices):
    DJIBOUTI = "DJ", _("Djibouti")
    ETHIOPIA = "ET", _("Ethiopia")
    KENYA = "KE", _("Kenya")
    UGANDA = "UG", _("Uganda")


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


STAFF_ROLES = (Role.INSTRUCTOR, Role.COORDINATOR, Role.ADMINISTRATOR)
TEACHING_ROLES = (Role.INSTRUCTOR, Role.ADMINISTRATOR)
REPORTING_ROLES = (Role.COORDINATOR, Role.ADMINISTRATOR)

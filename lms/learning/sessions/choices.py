"""The fixed vocabularies of sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    CLASS = "class", pgettext_lazy("meeting", "Class")
    DRILL = "drill", _("Drill")
    SIMULATION = "simulation", _("Simulation day")


class Status(models.TextChoices):
    PRESENT = "present", pgettext_lazy("meeting", "Present")
    LATE = "late", pgettext_lazy("meeting", "Late")
    EXCUSED = "excused", pgettext_lazy("meeting", "Excused")
    ABSENT = "absent", pgettext_lazy("meeting", "Absent")


CAME = (Status.PRESENT, Status.LATE)
"""Whose minutes count."""


class Way(models.TextChoices):
    LIST = "list", _("By the list")
    CODE = "code", _("By the code on the board")
    SHEET = "sheet", _("From the printed sheet")

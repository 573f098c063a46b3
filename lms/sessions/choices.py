"""The fixed vocabularies of sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    CLASS = "class", pgettext_lazy("meeting", "Class")
    DRILL = "drill", _("Drill")
    SIMULATION = "simulation", _("Simulation day")

"""Modes and standings of runs, and the roles of those who run them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.casework import CONTROL, LIVE, PLENARY, TURNS


class Mode(models.TextChoices):
    """Clocks of a run."""

    LIVE = LIVE, _("Live: the clock of the case runs")
    TURNS = TURNS, _("In turns, over days")
    PLENARY = PLENARY, _("In one room, in turns")


class Status(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Under way")
    PAUSED = "paused", _("Paused")
    DEBRIEF = "debrief", _("Debrief")
    CLOSED = "closed", _("Closed")


EXCON = CONTROL
"""The role of the person who runs the exercise."""
EVALUATOR = "evaluator"
"""Sees all, and writes notes and marks."""
OBSERVER = "observer"
"""Sees all, and writes nothing."""
CONTROL_ROLES = (EXCON, EVALUATOR, OBSERVER)
"""Roles without an attempt. Every other role is a seat of the case."""
VERBS_OF_EVALUATORS = ("note", "judge")
CLOSE = "close"
"""The verb that ends a run with its results: no seat enters it, `services.close_run` alone does."""

"""The part of assigned courses in what an academy needs before its first intake."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages.office import Step
from lms.learning.progress.models.assignments import Assignment


def _is_assigned(place: Any) -> bool:
    here = Q(cohort__institution__path__startswith=place.path) | Q(person__institution__path__startswith=place.path)
    return Assignment.objects.in_force().filter(here).exists()


ASSIGNED = Step(
    "assigned",
    _("A course that is assigned"),
    _("An instructor assigns it to the cohort, with a due date."),
    75,
    _is_assigned,
    lambda _place: reverse("teach:assign"),
)

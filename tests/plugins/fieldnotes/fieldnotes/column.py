"""A column in the list of a cohort's learners: how many interviews each has practised."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.list_columns import ListColumn

from .models import Log


class InterviewsColumn(ListColumn):
    slug = "fieldnotes_practised"
    label = _("Interviews")
    place = slots.COHORT
    kind = "number"

    def values(self, rows: Sequence[int], viewer: Any, *, cohort: Any, now: datetime) -> Mapping[int, Any]:
        logs = Log.objects.visible_to(viewer).filter(attempt__enrolment__learner__in=rows)
        return dict(logs.values_list("attempt__enrolment__learner").annotate(Sum("interviews")))

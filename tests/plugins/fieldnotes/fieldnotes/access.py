"""A condition of access: so many interviews are practised, in whichever course."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.access import AccessCondition, Condition, Facts, Missing, Places

from .models import Log


class Practised(AccessCondition):
    slug = "fieldnotes_practised"
    name = _("Interviews are practised")

    def fields(self) -> Mapping[str, forms.Field]:
        return {"interviews": forms.IntegerField(label=_("Interviews"), min_value=1)}

    def facts(self, enrolments: Sequence[Any], conditions: Sequence[Condition], *, now: datetime) -> Mapping[int, int]:
        logs = Log.objects.filter(attempt__enrolment__learner=enrolments[0].learner_id)
        practised = logs.aggregate(number=Sum("interviews"))["number"] or 0
        return dict.fromkeys((one.pk for one in enrolments), practised)

    def holds(self, condition: Condition, facts: Facts) -> bool:
        return bool(facts.own.get(self.slug, 0) >= condition.values["interviews"])

    def for_reviewers(self, condition: Condition, places: Places) -> str:
        return gettext("%(number)s interviews are practised") % {"number": condition.values["interviews"]}

    def for_learners(self, condition: Condition, places: Places) -> Missing:
        return Missing(gettext("Practise %(number)s interviews first.") % {"number": condition.values["interviews"]})

"""Base of all meetings of a cohort: the common part of an exam in a room and every other time at which people come
together.
"""

from typing import TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import Cohort, CohortMember, User

Row = TypeVar("Row", bound=models.Model)


class MeetingQuerySet(AtInstitution[Row]):
    @staticmethod
    def is_expected(person: User) -> Q:
        """Return the condition for meetings of the cohorts in which `person` is, whatever their other duties."""
        return Q(Exists(CohortMember.objects.filter(cohort=OuterRef("cohort"), user=person.pk)))


class Meeting(models.Model):
    """A cohort in a room at a time.

    The institution is that of the cohort when the meeting was planned, and stays responsible for it.
    """

    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="%(app_label)s_%(class)ss", verbose_name=_("cohort")
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    room = models.CharField(_("room"), max_length=120)
    planned_at = models.DateTimeField(_("planned for"))

    class Meta:
        abstract = True

"""Programmes that people completed: a row for each, written with the last of its courses."""

from typing import Self

from django.db import models

from courses.models import Programme
from lms.foundation.database.statements import Parameter
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User


class ProgrammeCompletionQuerySet(models.QuerySet["ProgrammeCompletion"]):
    def of(self, learner: User | Parameter) -> Self:
        """Return the learner's own completions."""
        return self.filter(enrolment__learner=learner)


class ProgrammeCompletion(models.Model):
    """Completion by a learner of all courses that a programme required then. Later requirements take nothing away.

    Who it is, and where they were, their `enrolment` says: that in the course which they completed last. It goes where
    that goes, as when two accounts of one person become one, which may have completed it both.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="completions")
    enrolment = models.ForeignKey("progress.Enrolment", models.PROTECT, related_name="programmes")
    courses = models.JSONField()
    """Ids of the courses that completed it, in order: of a group of which one was enough, that one."""
    completed_at = models.DateTimeField()

    objects = ProgrammeCompletionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "programme"], name="programme_completed_once")]

    def __str__(self) -> str:
        return f"{self.programme_id} by {self.enrolment_id}"

    @property
    def institution(self) -> Institution:
        """The institution of the learner when they completed it."""
        return self.enrolment.institution

"""Counts that pages need, kept as rows of differences: what a count is, is the sum of its rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models import Course
from lms.people.directory.choices import Sex
from lms.people.directory.institutions import Institution


class Sum(models.Model):
    """Amount by which a figure changed at an institution on the `day` by which it counts: the first of a month, or the
    day itself where the figure is counted by days; none where the row that is counted has no such time.

    Triggers of the database write them (`lms.desks.reporting.sums.statements`). `rolled` ones are several that were
    added up.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    figure = models.CharField(max_length=20)
    day = models.DateField(null=True)
    number = models.IntegerField()
    rolled = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["institution", "figure", "day", "sex", "number"], name="sum_by_institution"),
            models.Index(fields=["id"], condition=Q(rolled=False), name="sum_not_rolled"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.number} {self.figure}"


class CourseSum(models.Model):
    """The same of one course, without days: at all times together. Only what is due has its months, since those that
    are over are overdue.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    figure = models.CharField(max_length=20)
    day = models.DateField(null=True)
    number = models.IntegerField()
    rolled = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["course", "institution", "figure", "day", "sex", "number"], name="sum_by_course"),
            models.Index(fields=["institution"], name="course_sum_by_institution"),
            models.Index(fields=["id"], condition=Q(rolled=False), name="course_sum_not_rolled"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} at {self.institution_id}: {self.number} {self.figure}"


class Completer(models.Model):
    """Amount by which the number of courses changed that `learner` completed at an institution, as somebody of that
    `sex`: who has completed any is counted once.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    number = models.IntegerField()
    rolled = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["institution", "learner", "sex", "number"], name="completer_by_institution"),
            models.Index(fields=["learner"], name="completer_by_learner"),
            models.Index(fields=["id"], condition=Q(rolled=False), name="completer_not_rolled"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.number}"

"""Counts that pages need, kept as rows: one for each sum, as it was at the last refresh."""

from django.conf import settings
from django.db import models

from courses.models import Course
from lms.people.directory.choices import Sex
from lms.people.directory.institutions import Institution


class Sum(models.Model):
    """Number of a figure at an institution on the `day` by which it counts: the first of a month, or the day itself
    where the figure is counted by days; none where the row that is counted has no such time.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    figure = models.CharField(max_length=20)
    day = models.DateField(null=True)
    number = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "figure", "day", "sex", "number"], name="sum_by_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.number} {self.figure}"


class CourseSum(models.Model):
    """The same of one course, without days: at all times together."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    figure = models.CharField(max_length=20)
    number = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["course", "institution", "figure", "sex", "number"], name="sum_by_course"),
            models.Index(fields=["institution"], name="course_sum_by_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} at {self.institution_id}: {self.number} {self.figure}"


class Completer(models.Model):
    """Number of courses that `learner` completed at an institution, as somebody of that `sex`: who has completed any is
    counted once.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    number = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["institution", "learner", "sex", "number"], name="completer_by_institution"),
            models.Index(fields=["learner"], name="completer_by_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.number}"


class Refresh(models.Model):
    """Last refresh of all sums, one row: they are as of `as_of`, which is none until the first has ended.

    `number` is the number of refreshes, by which one notices that another came first. `seconds` is how long it took.
    """

    as_of = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.number}: {self.as_of}"

"""Work that only tests have: every group of people gets one greeting, which is a mark after its name."""

from django.contrib.auth.models import Group
from django.db import models
from django.test.utils import isolate_apps

from lms.foundation.work import runner
from lms.foundation.work.models import Work, WorkQuerySet
from lms.foundation.work.runner import Step

with isolate_apps("lms.foundation.work"):

    class Greeting(Work):
        problem = models.CharField(max_length=20, blank=True)

        objects = WorkQuerySet.as_manager()

        class Meta:
            app_label = "work"


Status = Greeting.Status


class Killed(BaseException):
    """As if the process were gone: nothing in the code under test catches it."""


class Greeter:
    """Greets; gets killed after so many batches, where a test says so."""

    def __init__(self, *, size=2, ahead=1, killed_after=None):
        self.batches, self.killed_after = 0, killed_after
        step = Step(items=lambda row: Group.objects.all(), handle=self.greet, finish=finish, size=size, ahead=ahead)
        self.steps = {Status.PENDING: step, Status.RUNNING: step}

    def greet(self, row, groups, now):
        if self.batches == self.killed_after:
            raise Killed
        self.batches += 1
        row.status = Status.RUNNING
        for group in groups:
            Group.objects.filter(pk=group.pk).update(name=f"{group.name}!")

    def run(self, pk, *, now, alone=False):
        row = runner.take_up(Greeting.objects.all(), pk, give_up=give_up, now=now, alone=alone)
        if row is not None:
            runner.go_through(Greeting.objects.all(), pk, self.steps, clock=lambda: now)
        return Greeting.objects.get(pk=pk)


def finish(row):
    row.status = Status.DONE


def give_up(row):
    row.status, row.problem = Status.FAILED, "gave-up"

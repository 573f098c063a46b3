"""The columns that background work shares. A row says what is due; a room adds what it is about."""

from datetime import datetime, timedelta
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

Row = TypeVar("Row", bound="Work")


class WorkQuerySet(models.QuerySet[Row]):
    def unfinished(self) -> Self:
        return self.filter(status__in=self.model.UNDER_WAY)

    def lost(self, now: datetime) -> Self:
        """Return the unfinished rows whose task was lost, since they were not touched for so long; the longest
        untouched first.
        """
        return self.unfinished().filter(self.model.is_stale(now)).order_by("touched_at")


class Work(models.Model):
    """Work on many things, done batch by batch (`lms.foundation.work.runner`).

    `handled` of `total` things are done, in the order of their primary keys: `reached` is that of the last one.
    `touched_at` is when somebody last got on with it, `tries` how often it was taken up since. A room whose work has
    other states gives a `status` of its own and says in `UNDER_WAY` in which of them something is left to do; where the
    work is never given up, or cannot go on where it was, `tries` or `reached` is None.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    UNDER_WAY: ClassVar[tuple[str, ...]] = (Status.PENDING, Status.RUNNING)
    STALE: ClassVar[timedelta] = timedelta(minutes=2)
    MOST_TRIES: ClassVar[int] = 3
    """How often it is taken up without getting on before it is given up."""

    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    total = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    reached = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField()

    class Meta:
        abstract = True

    @classmethod
    def is_stale(cls, now: datetime) -> Q:
        """Select work that nobody touched for so long, or that was touched before the clock was put back."""
        return Q(touched_at__lt=now - cls.STALE) | Q(touched_at__gt=now + cls.STALE)

    @property
    def working(self) -> bool:
        """True if work is left to do."""
        return self.status in self.UNDER_WAY


Errand = TypeVar("Errand", bound="RetriedWork")


class RetriedQuerySet(models.QuerySet[Errand]):
    def due(self, now: datetime) -> Self:
        """Return the rows to take up now, also if the clock was put back since they were put off."""
        return self.filter(Q(next_at__lte=now) | Q(next_at__gt=now + self.model.longest_wait() + self.model.LEASE))

    def claim(self, pk: int, *, now: datetime) -> Errand | None:
        """Claim the row `pk` for the first caller; no other gets it before the lease is over."""
        if not self.due(now).filter(pk=pk).update(next_at=now + self.model.LEASE, tries=F("tries") + 1):
            return None
        return self.filter(pk=pk).first()


class RetriedWork(models.Model):
    """Work that is one thing, such as a mail: tried again after pauses that grow, until it is done or given up.

    `tries` counts the tries before they begin. `next_at` is when the next one is due; None where none is.
    """

    LEASE: ClassVar[timedelta] = timedelta(minutes=15)
    """How long it belongs to who took it up: longer than any task may run."""
    PAUSES: ClassVar[tuple[timedelta, ...]]
    """How long to wait after the first failure, after the second, and so on; after the last a person has to look."""
    LONGEST_WAIT: ClassVar[timedelta] = timedelta()
    """The longest that it waits for something else than its pauses, such as the end of quiet hours."""

    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try at"), null=True)

    class Meta:
        abstract = True

    @property
    def is_interrupted(self) -> bool:
        """True if it was taken up once more after its last try: the process of the last try was killed."""
        return self.tries > len(self.PAUSES) + 1

    @classmethod
    def longest_wait(cls) -> timedelta:
        return max(cls.LONGEST_WAIT, cls.LEASE, *cls.PAUSES)

    def next_try(self, now: datetime, *, wait: int | None = None) -> datetime | None:
        """Return when to try again after the failed try, at the earliest after the `wait` seconds that its carrier
        says; None if there were enough tries.
        """
        if self.tries > len(self.PAUSES):
            return None
        pause = max(self.PAUSES[self.tries - 1].total_seconds(), wait or 0)
        return now + timedelta(seconds=min(pause, self.longest_wait().total_seconds()))

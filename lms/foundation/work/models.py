"""The columns that background work shares. A row says what is due; a room adds what it is about."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import inf
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

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
        """Claim the row `pk` for the first caller; no other gets it before the lease is over. None also where it is
        given up, since the process of its last try was killed.
        """
        if not self.due(now).filter(pk=pk)._lease(now):
            return None
        row = self.filter(pk=pk).first()
        if row is None or not row.is_interrupted:
            return row
        row.give_up(row.error or "killed")
        return None

    def claim_many(self, *order: str, most: int, now: datetime) -> list[int]:
        """Claim the first `most` due rows in this order and return their keys. Needs a transaction."""
        due = self.due(now).select_for_update(skip_locked=True, no_key=True)
        claimed = list(due.order_by(*order).values_list("pk", flat=True)[:most])
        self.filter(pk__in=claimed)._lease(now)
        return claimed

    def _lease(self, now: datetime) -> int:
        return self.update(next_at=now + self.model.LEASE, tries=F("tries") + 1)

    def sweep(self, send: Callable[[int], object], *, now: datetime, most: int, longest: float = inf) -> int:
        """Send the rows that are due, by their keys: their message was lost, or they failed before. Ends
        after `most` rows or `longest` seconds, or where `send` returns False. Returns how many were tried.
        """
        end, tried = time.monotonic() + longest, 0
        for pk in list(self.due(now).order_by("next_at").values_list("pk", flat=True)[:most]):
            if time.monotonic() > end:
                break
            tried += 1
            if send(pk) is False:
                break
        return tried


class RetriedWork(models.Model):
    """Work that is one thing, such as a mail: tried again after pauses that grow, until it is done or given up.

    `tries` counts the tries before they begin. `next_at` is when the next one is due; None where none is. A model adds
    a column `error`, which says why the last try failed.
    """

    LEASE: ClassVar[timedelta] = timedelta(minutes=15)
    """How long it belongs to who took it up: longer than any task may run."""
    PAUSES: ClassVar[tuple[timedelta, ...]]
    """How long to wait after the first failure, after the second, and so on; after the last a person has to look."""
    GIVEN_UP: ClassVar[Mapping[str, Any]] = {}
    """Columns of a row that was given up."""
    LONGEST_WAIT: ClassVar[timedelta] = timedelta()
    """The longest that it waits for something else than its pauses, such as the end of quiet hours."""

    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try at"), null=True)
    error: Any

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

    def put_off(self, error: str, *, now: datetime, wait: int | None = None) -> None:
        """Write why the try failed and when the next one is due; give up after the last. For `wait` see `next_try`."""
        next_at = self.next_try(now, wait=wait)
        if next_at is None:
            self.give_up(error)
        else:
            log.warning("%s put off after try %s: %s (%s)", self._meta.label, self.tries, self.pk, error)
            self.close(error, next_at=next_at)

    def give_up(self, error: str) -> None:
        """Write that no further try is due before a person has looked."""
        log.error("%s given up after %s tries: %s (%s)", self._meta.label, self.tries, self.pk, error)
        self.close(error, **self.GIVEN_UP)

    def close(self, error: str = "", **columns: object) -> None:
        """Write these columns and the error, as much of it as fits; without `next_at` no further try is due."""
        most = getattr(self._meta.get_field("error"), "max_length", None)
        kept = error.replace("\x00", "")[:most]
        type(self)._base_manager.filter(pk=self.pk).update(**{"next_at": None, "error": kept, **columns})

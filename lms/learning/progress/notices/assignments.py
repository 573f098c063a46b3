"""Notice to the person who assigned courses to a cohort, or changed or withdrew them: all learners are reached."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words, kinds
from lms.foundation.plugins.pages.linked_pages import COHORT, address
from lms.foundation.work.notices import KEPT, finished
from lms.people.directory.models import Cohort

from ..models.assignments import Assignment

if TYPE_CHECKING:
    from django.db.models import Model


class Assigning(NoticeKind):
    """Several courses that were given to a cohort at once are one thing."""

    slug = "assigning_finished"
    name = _("Your assignment has reached everybody")
    channels = ()
    duty = "instructor"
    every = timedelta(minutes=2)

    def occasions(self, *, now: datetime) -> Iterator[Occasion]:
        """Yield the occasions. One statement."""
        rows = _at_once(now).order_by("cohort", "begun_by", "begun_at", "-touched_at")
        told = set()
        columns = ("cohort", "begun_by", "begun_at", "touched_at", "withdrawn_at")
        for cohort, person, begun, ended, withdrawn in rows.values_list(*columns):
            if (cohort, person, begun) not in told:
                told.add((cohort, person, begun))
                facts = {"cohort": cohort, "withdrawn": withdrawn is not None}
                yield Occasion(person, f"{cohort}:{begun:%Y-%m-%dT%H:%M:%S.%f}", ended, ended + KEPT, facts)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        names = dict(Cohort.objects.filter(pk__in={one.facts["cohort"] for one in told}).values_list("pk", "name"))
        return [_words(one.facts["cohort"], names, withdrawn=one.facts["withdrawn"]) for one in told]


def _at_once(now: datetime) -> "QuerySet[Model]":
    """Return the recent assignments to a cohort whose batch, begun at once, is done completely."""
    together = Assignment.objects.unfinished().filter(
        cohort=OuterRef("cohort"), begun_by=OuterRef("begun_by"), begun_at=OuterRef("begun_at")
    )
    rows = Assignment.objects.filter(status=Assignment.Status.DONE, touched_at__gt=now - KEPT)
    return rows.filter(~Exists(together), cohort__isnull=False, begun_by__isnull=False, begun_at__isnull=False)


def _words(cohort: int, names: dict[int, str], *, withdrawn: bool) -> Words | None:
    if cohort not in names:
        return None
    text = gettext("Your assignment or change in “%(cohort)s” now applies to everybody there.")
    if withdrawn:
        text = gettext("Your withdrawal in “%(cohort)s” is done. Work that was begun stays.")
    name = names[cohort]
    return Words(finished(name), text % {"cohort": name}, address(COHORT, cohort))


def register() -> None:
    """Add it, when the app is ready."""
    kinds.register(Assigning)

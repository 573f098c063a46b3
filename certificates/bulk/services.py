"""Files for a ceremony: begun, made in the background, fetched, and deleted after some days.

A certificate is issued and its PDF is made in a transaction of its own: a worker that is killed leaves nothing half
done, and the next one goes on (`packing`).
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone, translation

from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, take_up
from lms.learning.progress.models import Enrolment
from lms.people.audit.services import note
from lms.people.directory.models import Cohort, User

from .. import services
from ..filters import CertificateFilters
from ..models import Ceremony, Certificate, CertificateQuerySet
from . import packing

AT_ONCE = 50
"""Ceremonies that one sweep takes up."""


class NotThere(LookupError):
    """The files are not made, are gone, or hold certificates that the person may no longer see."""


@transaction.atomic
def begin(*, form: CertificateFilters, issues: bool, title: str, language: str, by: User, now: datetime) -> Ceremony:
    """Begin the files of the certificates that match the valid `form`, in its order; with `issues`, after those that
    the chosen cohort lacks.
    """
    cohort: Cohort | None = form.cleaned_data["cohort"]
    ceremony = Ceremony.objects.create(
        title=title[:200],
        language=language,
        query=form.query(),
        cohort=cohort,
        issues=issues and cohort is not None,
        by=by,
        made_at=now,
        touched_at=now,
        total=certificates_of(form).count(),
    )
    note("ceremony_begun", by=by, institution=by.institution_id, now=now, ceremony=ceremony.pk, rows=ceremony.total)
    queue("certificates.make_ceremony", ceremony.pk)
    return ceremony


def certificates_of(form: CertificateFilters) -> CertificateQuerySet:
    """Return what goes to a ceremony: of the certificates that match the valid `form` those that are valid today."""
    today = timezone.localdate()
    return form.rows_in_state(today).standing("valid", today)


def lacking(cohort: Cohort, viewer: User) -> QuerySet[Enrolment]:
    """Return the completed enrolments of the cohort, as far as `viewer` may see them, that have no certificate."""
    rows = Enrolment.objects.visible_to(viewer).filter(learner__cohorts=cohort, completed_at__isnull=False)
    return rows.filter(certificate=None).exclude(institution__issues=False)


def make(pk: int, *, clock: Clock = timezone.now) -> None:
    """Make the files of a ceremony. Killed at any point, it goes on where it was when it is taken up again."""
    rows = Ceremony.objects.select_related("by", "cohort__institution")
    row = take_up(rows, pk, give_up=_give_up, now=clock(), alone=True)
    if row is None:
        return
    with translation.override(row.language), suppress(packing.TakenUp):
        if row.wanted is None:
            _choose(row, clock)
        packing.pack(row, clock)


def _give_up(row: Ceremony) -> None:
    row.status = Ceremony.Status.FAILED
    packing.forget(row)


def _choose(row: Ceremony, clock: Clock) -> None:
    """Issue what is lacking, and choose the certificates, which stay the same from now on."""
    row.wanted, row.total = [], 0
    if row.by is None:
        return
    if row.issues and row.cohort is not None:
        waiting = lacking(row.cohort, row.by).select_related("learner", "institution", "course")
        for _issued in services.issue_each(waiting, now=clock()):
            packing.touch(row, clock)
    form = CertificateFilters(QueryDict(row.query), viewer=row.by)
    if form.is_valid():
        row.wanted = list(certificates_of(form).values_list("pk", flat=True)[: Ceremony.MOST])
    row.total = len(row.wanted)
    packing.touch(row, clock, wanted=row.wanted, total=row.total)


def fetch(*, ceremony: Ceremony, kind: str, by: User, now: datetime) -> File:
    """Return the file of the `kind` “archive” or “print” for the person who had it made, who may still see every
    certificate in it. Raises `NotThere`.
    """
    file = getattr(ceremony, kind)
    if ceremony.status != Ceremony.Status.DONE or not file.name or not _sees_all(by, ceremony.wanted or []):
        raise NotThere
    note("ceremony_fetched", by=by, institution=by.institution_id, now=now, ceremony=ceremony.pk, rows=ceremony.handled)
    return file.open()


def _sees_all(viewer: User, keys: list[int]) -> bool:
    seen = Certificate.objects.visible_to(viewer)
    parts = [keys[start : start + 500] for start in range(0, len(keys), 500)]
    return all(seen.filter(pk__in=part).count() == len(part) for part in parts)


def resume(*, now: datetime) -> int:
    """Queue every ceremony whose task was lost. Returns how many."""
    lost = list(Ceremony.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        queue("certificates.make_ceremony", pk)
    return len(lost)


def delete_old(*, now: datetime) -> int:
    """Delete the files and rows of ceremonies after some days. Returns how many."""
    return _delete(Ceremony.objects.filter(made_at__lt=now - Ceremony.KEPT))


def delete_with(certificates: Iterable[int]) -> int:
    """Delete the ceremonies that hold one of the certificates with these keys, whose holder is erased."""
    gone = set(certificates)
    rows = Ceremony.objects.filter(~Q(wanted=None)).values_list("pk", "wanted").iterator(chunk_size=10)
    return _delete(Ceremony.objects.filter(pk__in=[pk for pk, wanted in rows if gone.intersection(wanted or [])]))


def _delete(rows: QuerySet[Ceremony]) -> int:
    """Delete the files first: where this is interrupted, the row still leads to them. Returns how many rows."""
    return sum(_delete_one(pk) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _delete_one(pk: int) -> bool:
    # no_key=False: the row is deleted, and nobody may keep a part of it meanwhile
    row = Ceremony.objects.select_for_update(no_key=False).defer("wanted").filter(pk=pk).first()
    if row is None:
        return False
    for file in (row.archive, row.print):
        file.delete(save=False)
    packing.forget(row)
    row.delete()
    return True

"""Checks of files for viruses, in the background: a file is opened by nobody before the scanner found nothing in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.foundation.plugins import health
from lms.foundation.plugins.identifiers import own_uuid
from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock
from lms.learning.progress.journal.services import record
from lms.learning.progress.models import Attempt

from .activity import INFECTED, HandIn, files_in
from .checking.scanner import NoAnswer, has_scanner, is_clean
from .models import HandedFile, Scan
from .notes import attachments
from .notices import tell_removed

AT_ONCE = 100
LATE = timedelta(minutes=30)


def ask_for(row: HandedFile, *, now: datetime) -> None:
    """Ask for a check of a file that was just kept, where a scanner is set up; in the transaction that keeps it."""
    if has_scanner():
        scan = Scan.objects.create(file=row, made_at=now, next_at=now)
        queue("assignment.scan_file", scan.pk)


def scan_file(pk: int, *, clock: Clock = timezone.now) -> None:
    """Check the file of the scan `pk`. Where the scanner does not answer it is tried again after a pause."""
    scan = Scan.objects.claim(pk, now=clock())
    if scan is None:
        return
    try:
        with scan.file.file.open("rb") as content:
            found_nothing = is_clean(content)
    except (NoAnswer, OSError) as error:
        scan.put_off(str(error), now=clock())
        return
    if found_nothing:
        Scan.objects.filter(pk=pk).delete()
    else:
        _remove(scan, clock())


@transaction.atomic
def _remove(scan: Scan, now: datetime) -> None:
    """Take a file with a virus out of all work that holds it, with its content, and tell the learners."""
    number, _by_model = Scan.objects.filter(pk=scan.pk).delete()
    if not number:
        return
    row = scan.file
    content = row.file
    for attempt in _holders(row):
        record(
            attempt=attempt, verb=INFECTED, data={"file": str(row.pk)}, event_id=own_uuid(), now=now, origin="server"
        )
        if not row.feedback:
            tell_removed(attempt, row.pk, row.name, now=now)
    transaction.on_commit(partial(content.storage.delete, str(content.name)), robust=True)
    HandedFile.objects.filter(pk=row.pk).delete()


def _holders(row: HandedFile) -> list[Attempt]:
    """Return the attempts whose work or notes hold the file: the learner's, and those of their group."""
    rows = Attempt.objects.filter(kind=HandIn.slug, activity=row.attempt.activity_id)
    own = rows.filter(enrolment=row.attempt.enrolment_id)
    sets = {one.state["group"]["set"] for one in own if one.state.get("group")}
    enrolments = {
        row.attempt.enrolment_id,
        *rows.filter(state__group__set__in=sets).values_list("enrolment", flat=True),
    }
    near = rows.filter(enrolment__in=enrolments).select_related("enrolment", "activity").order_by("pk")
    key = str(row.pk)
    return [one for one in near if key in {file["id"] for file in files_in(one.state)} | attachments(one.state)]


def sentence_of(row: HandedFile) -> str:
    """Return the sentence about a file that nobody may open yet; empty for one that may be opened."""
    try:
        scan = row.scan
    except Scan.DoesNotExist:
        return ""
    if scan.error:
        return _("The check for viruses does not answer. It is tried again by itself.")
    return _("This file is being checked for viruses.")


def with_sentences(files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the files of a work, each with the sentence about its check as `scan`. One statement, where there are
    files and a scanner.
    """
    files = list(files)
    if not files or not has_scanner():
        return files
    rows = HandedFile.objects.select_related("scan").in_bulk([one["id"] for one in files])
    said = {str(pk): sentence_of(row) for pk, row in rows.items()}
    return [{**one, "scan": said.get(one["id"], "")} for one in files]


def resume(*, now: datetime) -> None:
    """Queue the checks that are due: their task was lost, or the scanner did not answer before."""
    Scan.objects.sweep(lambda pk: queue("assignment.scan_file", pk), now=now, most=AT_ONCE)


def backlog(now: datetime) -> health.Finding:
    """Return a warning if files wait too long for the scanner."""
    found = Scan.objects.aggregate(waiting=Count("pk", filter=Q(made_at__lt=now - LATE)), since=Min("made_at"))
    return health.backlog(oldest_minutes=health.age(now, found.pop("since")), **found)

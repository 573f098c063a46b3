"""All work of a cohort as one ZIP, and a ZIP of marked files that goes back: made and read in the background.

A folder is called by the number of its attempt, and a name unless marking is blind: a file that comes back in such a
folder goes to the learner of that attempt.
"""

import io
import re
import shutil
import tempfile
import zipfile
from datetime import datetime
from typing import IO
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessments.quiz.desk.answers import Answer
from assessments.quiz.desk.queue import attempts_of
from lms.foundation.interface.packages import BadPackage, Package
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, take_up
from lms.learning.progress.models import Attempt
from lms.people.audit.services import note
from lms.people.directory.models import Cohort, User

from .activity import WORK, HandIn, files_in
from .checking.files import BadFile
from .models import Bundle, HandedFile
from .scans import sentence_of
from .services import Sent, annotate

MADE, GIVEN_BACK = "hand_ins_bundled", "hand_ins_given_back"
MOST = 500
"""Works of one ZIP."""
_FOLDER = re.compile(r"0*([0-9]{1,18})(-[^/]*)?/([^/]+)")


@transaction.atomic
def begin(*, cohort: Cohort, activity: UUID, archive: IO[bytes] | None, by: User, now: datetime) -> Bundle:
    """Begin to pack all work of a cohort; or where an `archive` of marked files came, to give these back."""
    row = Bundle(cohort=cohort, activity_id=activity, is_marked=archive is not None, by=by, made_at=now, touched_at=now)
    if archive is not None:
        row.archive.save("marked.zip", File(archive), save=False)
    row.save()
    note(GIVEN_BACK if row.is_marked else MADE, by=by, institution=cohort.institution_id, now=now, bundle=row.pk)
    queue("assignment.make_bundle", row.pk)
    return row


def make(pk: int, *, clock: Clock = timezone.now) -> None:
    """Do what a bundle asks for. Killed at any point, it is done again when it is taken up."""
    row = take_up(Bundle.objects.select_related("by", "cohort"), pk, give_up=_give_up, now=clock(), alone=True)
    if row is None or row.by is None:
        return
    if row.is_marked:
        _give_back(row, row.by, clock)
        return
    with tempfile.TemporaryFile() as archive:
        number, left_out = _pack(row, row.by, archive, clock)
        archive.seek(0)
        _keep(row, archive, number, left_out, clock())


def works_of(cohort: Cohort, activity: UUID, by: User) -> QuerySet[Attempt]:
    """Return what the people of the cohort handed in, as far as `by` may mark it, by learner."""
    rows = attempts_of(by).filter(kind=HandIn.slug, activity=activity, enrolment__learner__cohorts=cohort)
    return rows.order_by("enrolment__learner__name", "pk")


def _give_up(row: Bundle) -> None:
    row.status = Bundle.Status.FAILED


def _pack(row: Bundle, by: User, archive: IO[bytes], clock: Clock) -> tuple[int, list[str]]:
    """Write the works into the archive; return their number, and the files that are not checked for viruses yet."""
    left_out: list[str] = []
    works = list(works_of(row.cohort, row.activity_id, by)[:MOST])
    with zipfile.ZipFile(archive, "w") as packed:
        for number, attempt in enumerate(works, start=1):
            hidden = Answer(attempt, WORK, by).hidden
            folder = f"{attempt.pk:06}" + ("" if hidden else f"-{attempt.enrolment.learner.service_number}")
            work = attempt.state["responses"].get(WORK)
            if work and work["text"]:
                packed.writestr(f"{folder}/text.txt", work["text"])
            rows = HandedFile.objects.select_related("scan").in_bulk([one["id"] for one in files_in(attempt.state)])
            for place, file in enumerate(rows.values(), start=1):
                name = f"file.{file.ending}" if hidden else file.name
                if sentence_of(file):
                    left_out.append(f"{folder}/{place}-{name}")
                    continue
                with file.file.open("rb") as content, packed.open(f"{folder}/{place}-{name}", "w") as target:
                    shutil.copyfileobj(content, target)
            _touch(row, clock, handled=number, total=len(works))
    return len(works), left_out[:MOST]


@transaction.atomic
def _keep(row: Bundle, archive: IO[bytes], number: int, left_out: list[str], now: datetime) -> None:
    """Keep the archive, unless somebody else has taken the bundle up since."""
    held = Bundle.objects.select_for_update(no_key=True).filter(pk=row.pk).first()
    if held is None or (held.status, held.tries) != (Bundle.Status.RUNNING, row.tries):
        return
    held.archive.save(f"{held.pk}.zip", File(archive), save=False)
    held.status, held.handled, held.total, held.touched_at = Bundle.Status.DONE, number, number, now
    held.left_out = left_out
    held.save(update_fields=["archive", "status", "handled", "total", "left_out", "touched_at"])


def _give_back(row: Bundle, by: User, clock: Clock) -> None:
    """Give each file of the archive to the learner of its folder; a file that they have is not given again."""
    with row.archive.open("rb") as file:
        data = file.read()
    try:
        package = Package(data)
        names = list(package)
    except BadPackage:
        names, left_out = [], ["ZIP"]
    else:
        left_out = []
    works = {one.pk: one for one in works_of(row.cohort, row.activity_id, by)[:MOST]}
    for number, name in enumerate(names, start=1):
        match = _FOLDER.search(name)
        attempt = works.get(int(match[1])) if match else None
        if match is None or attempt is None or not _given(attempt, match[3], package, name, by, clock()):
            left_out.append(name)
        _touch(row, clock, handled=number, total=len(names))
    row.archive.delete(save=False)
    Bundle.objects.filter(pk=row.pk, tries=row.tries).update(
        status=Bundle.Status.DONE, left_out=left_out[:100], archive="", touched_at=clock()
    )


def _given(attempt: Attempt, called: str, package: Package, name: str, by: User, now: datetime) -> bool:
    try:
        data = package[name]
        sent = Sent(called, len(data), "")
        attempt.refresh_from_db(fields=["state"])
        if any((one["attachment"] or {}).get("name") == called for one in attempt.state.get("notes", ())):
            return True
        said = {"passage": "", "file": "", "text": ""}
        annotate(attempt=attempt, note=said, file=(io.BytesIO(data), sent), by=by, event_id=uuid7(), now=now)
    except (BadPackage, BadFile, InvalidAnswer):
        return False
    return True


def _touch(row: Bundle, clock: Clock, **changes: int) -> None:
    Bundle.objects.filter(pk=row.pk, tries=row.tries).update(touched_at=clock(), **changes)


def resume(*, now: datetime) -> None:
    """Queue the bundles whose task was lost."""
    for pk in Bundle.objects.lost(now).values_list("pk", flat=True)[:50]:
        queue("assignment.make_bundle", pk)


def delete_old(*, now: datetime) -> None:
    """Delete bundles after some days, the content first: where this is interrupted, the row still leads to it."""
    for row in Bundle.objects.filter(made_at__lt=now - Bundle.KEPT):
        if row.archive:
            row.archive.delete(save=False)
        row.delete()

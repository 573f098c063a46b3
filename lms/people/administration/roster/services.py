"""Lists of people on their way in: begin, say what columns mean, apply, undo, drop.

The work is done in the background.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.foundation.work import staged_import
from lms.foundation.work.staged_import import AT_ONCE, NotNow, held

from ...audit.services import note
from ...directory.institutions import Institution
from ...directory.models import Cohort, User
from ..records.services import open_cohort, reopen_cohort
from .column_mappings import save_mapping
from .models import Roster, RosterRow
from .source_setup import SourceSetup

KEPT = timedelta(days=30)
"""How long a list can be looked at."""
Status = Roster.Status
ROWS = Roster.objects.select_related("institution")


def begin(
    *,
    data: bytes = b"",
    setup: SourceSetup | None = None,
    at_night: bool = False,
    name: str,
    institution: Institution,
    by: User | None,
    now: datetime,
    cohort_name: str = "",
    by_command: bool = False,
    queued: bool = True,
) -> Roster:
    """Take in people for `institution`, from a file or from the source that is set up; read in the background.

    The same file or source for the same institution and cohort again, while the first is under way or waits, is the
    first. Where it is not `queued`, the caller runs it.
    """
    roster = Roster(
        name=name[:255],
        institution=institution,
        digest=f"source {setup.pk}" if setup else hashlib.sha256(data).hexdigest(),
        setup=setup,
        at_night=at_night,
        cohort_name=" ".join(cohort_name.split())[:120],
        by=by,
        by_command=by_command,
        made_at=now,
        touched_at=now,
    )
    same = Roster.objects.filter(
        institution=institution,
        digest=roster.digest,
        cohort_name=roster.cohort_name,
        by_command=by_command,
        status__in=Roster.OPEN,
    )
    if known := same.first():
        return known
    try:
        with transaction.atomic():
            roster.save()
            if setup is None:
                roster.file.save("list", ContentFile(data))
            if queued:
                roster.queue()
    except IntegrityError:  # somebody else brought it at this moment
        return same.get()
    return roster


@transaction.atomic
def choose(*, roster: Roster, fields: Sequence[str], by: User, now: datetime) -> Roster:
    """Say what each column means, from now on at this institution; the rows are compared anew. Raises `NotNow`."""
    row = held(ROWS, roster.pk, Status.CHOOSING, Status.READY)
    save_mapping(row.institution, row.titles, fields)
    row.enter(Status.COMPARING, now=now, fields=list(fields), by=by)
    row.queue()
    return row


@transaction.atomic
def apply(*, roster: Roster, by: User | None, now: datetime, moves: bool = False, queued: bool = True) -> Roster:
    """Queue the changes that the dry run showed, with people who come from the administrator's other institutions if
    `moves`. Raises `NotNow`.
    """
    row = held(ROWS, roster.pk, Status.READY)
    if row.cohort_name:
        named = Cohort.objects.filter(institution=row.institution, name__iexact=row.cohort_name)
        row.made_cohort = not named.exists()
        row.cohort = open_cohort(institution=row.institution, name=row.cohort_name)
        reopen_cohort(cohort=row.cohort, now=now, by=by)
    total = RosterRow.objects.filter(roster=row).count()
    row.enter(
        Status.APPLYING,
        now=now,
        cohort=row.cohort,
        made_cohort=row.made_cohort,
        moves=moves,
        by=by,
        applied_at=now,
        total=total,
    )
    note("list_applied", now=now, by=by, institution=row.institution, list=row.pk, rows=total)
    if queued:
        row.queue()
    return row


@transaction.atomic
def undo(*, roster: Roster, by: User | None, now: datetime) -> Roster:
    """Take the whole list back, as far as nothing came after it. Raises `NotNow`, also after a day."""
    row = held(ROWS, roster.pk, Status.DONE)
    if not row.may_undo(now):
        raise NotNow(_("A list can be undone within a day of being applied, and that is over."))
    total = RosterRow.objects.filter(roster=row, outcome=RosterRow.Outcome.APPLIED).count()
    row.enter(Status.UNDOING, now=now, by=by, total=total)
    note("list_undone", now=now, by=by, institution=row.institution, list=row.pk, rows=total)
    row.queue()
    return row


@transaction.atomic
def drop(*, roster: Roster, now: datetime) -> Roster:
    """Leave a list with nothing changed; its rows go. Raises `NotNow`."""
    row = held(ROWS, roster.pk, Status.CHOOSING, Status.READY, Status.FAILED)
    row.touch(now=now, status=Status.DROPPED)
    RosterRow.objects.filter(roster=row).delete()
    transaction.on_commit(row.delete_file)
    return row


def resume(*, now: datetime) -> int:
    """Queue every list whose task was lost. Returns how many."""
    return staged_import.resume(Roster.objects.all(), now=now)


def delete_old_lists(*, before: datetime) -> int:
    """Delete lists, with their rows and files, that nobody needs any more. Returns how many."""
    old = list(Roster.objects.exclude(status__in=Roster.UNDER_WAY).filter(made_at__lt=before)[:AT_ONCE])
    for roster in old:
        roster.delete_file()
        roster.delete()
    return len(old)

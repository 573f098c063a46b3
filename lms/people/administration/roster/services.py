"""Lists of people on their way in: begin, say what columns mean, apply, undo, drop.

The work is done in the background.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.foundation.work.queueing import queue

from ...audit.services import note
from ...directory.institutions import Institution
from ...directory.models import User
from ..records.services import open_cohort, reopen_cohort
from .column_mappings import save_mapping
from .models import Roster, RosterRow, touch

MOST_BYTES = 10 * 1024 * 1024
AT_ONCE = 50
KEPT = timedelta(days=30)
"""How long a list can be looked at."""
Status = Roster.Status


class NotNow(Exception):
    """The list is not at the step that this follows on."""


def begin(
    *,
    data: bytes,
    name: str,
    institution: Institution,
    by: User | None,
    now: datetime,
    cohort_name: str = "",
    by_command: bool = False,
    queued: bool = True,
) -> Roster:
    """Take in a file of people for `institution`; it is read in the background.

    The same file for the same institution and cohort again, while the first is under way or waits, is the first. Where
    it is not `queued`, the caller runs it.
    """
    roster = Roster(
        name=name[:255],
        institution=institution,
        digest=hashlib.sha256(data).hexdigest(),
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
            roster.file.save("list", ContentFile(data))
            if queued:
                _queue(roster)
    except IntegrityError:  # somebody else brought it at this moment
        return same.get()
    return roster


@transaction.atomic
def choose(*, roster: Roster, fields: Sequence[str], by: User, now: datetime) -> Roster:
    """Say what each column means, from now on at this institution; the rows are compared anew. Raises `NotNow`."""
    held = _held(roster.pk, Status.CHOOSING, Status.READY)
    save_mapping(held.institution, held.titles, fields)
    touch(held, now=now, fields=list(fields), status=Status.COMPARING, handled=0, reached=0, tries=0, by=by)
    _queue(held)
    return held


@transaction.atomic
def apply(*, roster: Roster, by: User | None, now: datetime, moves: bool = False, queued: bool = True) -> Roster:
    """Queue the changes that the dry run showed, with people who come from the administrator's other institutions if
    `moves`. Raises `NotNow`.
    """
    held = _held(roster.pk, Status.READY)
    if held.cohort_name:
        held.cohort = open_cohort(institution=held.institution, name=held.cohort_name)
        reopen_cohort(cohort=held.cohort, now=now, by=by)
    total = RosterRow.objects.filter(roster=held).count()
    touch(
        held,
        now=now,
        cohort=held.cohort,
        status=Status.APPLYING,
        moves=moves,
        by=by,
        applied_at=now,
        total=total,
        handled=0,
        reached=0,
        tries=0,
    )
    note("list_applied", now=now, by=by, institution=held.institution, list=held.pk, rows=total)
    if queued:
        _queue(held)
    return held


@transaction.atomic
def undo(*, roster: Roster, by: User | None, now: datetime) -> Roster:
    """Take the whole list back, as far as nothing came after it. Raises `NotNow`, also after a day."""
    held = _held(roster.pk, Status.DONE)
    if not held.may_undo(now):
        raise NotNow(_("A list can be undone within a day of being applied, and that is over."))
    total = RosterRow.objects.filter(roster=held, outcome=RosterRow.Outcome.APPLIED).count()
    touch(held, now=now, status=Status.UNDOING, by=by, total=total, handled=0, reached=0, tries=0)
    note("list_undone", now=now, by=by, institution=held.institution, list=held.pk, rows=total)
    _queue(held)
    return held


@transaction.atomic
def drop(*, roster: Roster, now: datetime) -> Roster:
    """Leave a list with nothing changed; its rows go. Raises `NotNow`."""
    held = _held(roster.pk, Status.CHOOSING, Status.READY, Status.FAILED)
    touch(held, now=now, status=Status.DROPPED)
    RosterRow.objects.filter(roster=held).delete()
    transaction.on_commit(lambda: clear(held))
    return held


def clear(roster: Roster) -> None:
    """Take the file away: its rows are kept. Done twice, it does nothing."""
    if roster.file:
        roster.file.storage.delete(roster.file.name or "")


def resume(*, now: datetime) -> int:
    """Queue every list whose task was lost. Returns how many."""
    lost = list(Roster.objects.lost(now)[:AT_ONCE])
    for roster in lost:
        _queue(roster)
    return len(lost)


def delete_old_lists(*, before: datetime) -> int:
    """Delete lists, with their rows and files, that nobody needs any more. Returns how many."""
    old = list(Roster.objects.exclude(status__in=Roster.UNDER_WAY).filter(made_at__lt=before)[:AT_ONCE])
    for roster in old:
        clear(roster)
        roster.delete()
    return len(old)


def _held(pk: int, *statuses: str) -> Roster:
    held = Roster.objects.select_for_update(of=("self",), no_key=True).select_related("institution").get(pk=pk)
    if held.status not in statuses:
        raise NotNow(_("This list is at another step already. Look at its page again."))
    return held


def _queue(roster: Roster) -> None:
    queue("people.run_roster", roster.pk)

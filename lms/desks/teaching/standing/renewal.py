"""Renewal of the standings of members of cohorts: the only writer of `MemberStanding`.

A reason depends on the learner's enrolments, the median of their cohort, its rule, and the time. What learners do is
taken up within half a minute, and so are dates and assignments that change; what staff change for one person, at once.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, repeat
from statistics import median
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import Cohort, CohortMember

from ..models import MemberStanding, RenewalRun
from .queries import PERSON, standings
from .rules import Standing, next_change, reason_for
from .statements import with_rules
from .thresholds import Thresholds

AT_ONCE = 500
"""So many people are worked out in one transaction."""
MOST_BITS = 62
"""Assignments of a cohort that have bits; the page shows no totals of later ones."""
RECENT = timedelta(minutes=2)
"""Changes so much older than the last run are looked for, too, since a transaction may end later than it began."""
_HAS_MEMBER = Exists(CohortMember.objects.filter(pk=OuterRef("pk")))
COLUMNS = ("cohort_id", "reason", "until", "unit", "enrolled", "completed", "done", "seen", "name_key")


def renew_recent(*, now: datetime) -> int:
    """Renew those whose enrolments changed since the last time, who have no standing yet, whose time has come, and
    cohorts whose assignments changed. Returns how many rows were written.
    """
    run, _made = RenewalRun.objects.get_or_create(pk=1, defaults={"begun_at": now})
    since = min(now, run.begun_at) - RECENT
    changed = Enrolment.objects.filter(changed_at__gte=since).values("learner")
    assigned = Assignment.objects.filter(touched_at__gte=since, cohort__isnull=False).values("cohort")
    stale: defaultdict[int, set[int]] = defaultdict(set)
    for which in (Q(user__in=changed), Q(cohort__in=assigned), Q(standing=None), Q(standing__until__lte=now)):
        for cohort, learner in CohortMember.objects.filter(which).values_list("cohort", "user"):
            stale[cohort].add(learner)
    written = sum(renew(cohort, stale[cohort.pk], now=now) for cohort in _cohorts(stale))
    # Written last: a run that was killed, or waited behind long work, leaves its changes to the next.
    RenewalRun.objects.filter(pk=1).update(begun_at=now)
    return written


def renew_people(learners: Collection[int], *, now: datetime) -> None:
    """Renew `learners` in all their cohorts."""
    for cohort in _cohorts(CohortMember.objects.filter(user__in=learners).values("cohort")):
        renew(cohort, learners, now=now)


def renew_all(*, now: datetime) -> int:
    """Renew everybody. Returns how many rows were written or deleted: each said something wrong."""
    deleted, _each = MemberStanding.objects.exclude(_HAS_MEMBER).delete()
    return deleted + sum(renew(cohort, now=now) for cohort in with_rules(Cohort.objects.order_by("pk")))


def renew_in_turn(*, now: datetime) -> None:
    """Renew everybody, from the cohort on at which an earlier run was stopped."""
    MemberStanding.objects.exclude(_HAS_MEMBER).delete()
    run, _made = RenewalRun.objects.get_or_create(pk=1, defaults={"begun_at": now})
    for cohort in with_rules(Cohort.objects.filter(pk__gt=run.reached).order_by("pk")):
        renew(cohort, now=now)
        RenewalRun.objects.filter(pk=1).update(reached=cohort.pk)
    RenewalRun.objects.filter(pk=1).update(reached=0)


def _cohorts(keys: Any) -> QuerySet[Cohort]:
    return with_rules(Cohort.objects.filter(pk__in=keys).order_by("pk"))


def renew(cohort: Cohort, learners: Iterable[int] | None = None, *, now: datetime) -> int:
    """Renew `learners` of `cohort` (of `with_rules`), or all, and where the median of the activities done changes
    everybody. Returns how many rows were written.
    """
    everybody, written = learners is None, 0
    pending = _members(cohort) if learners is None else sorted(learners)
    while pending:
        typical = _typical(cohort)
        for first in range(0, len(pending), AT_ONCE):
            part: Sequence[int] = pending[first : first + AT_ONCE]
            # Of everybody few differ: they are looked for without locks, unless nothing is stored yet. Rows of named
            # learners changed just now.
            part = _differing(cohort, part, typical, now) if everybody and typical is not None else part
            written += _renew_part(cohort, part, typical, now) if part else 0
        everybody = True
        pending = _members(cohort) if _typical(cohort) != typical else []
    return written


def _differing(cohort: Any, learners: Sequence[int], typical: float | None, now: datetime) -> list[int]:
    """Return those of `learners` whose row has to be written."""
    places = CohortMember.objects.filter(cohort=cohort, user__in=learners)
    members = dict(places.values_list("user_id", "pk"))
    stored = MemberStanding.objects.in_bulk(list(members.values()))
    changed = {row.pk for row in _worked_out(cohort, members, typical, now) if _differs(row, stored.get(row.pk))}
    return [learner for learner in members if members[learner] in changed]


def _members(cohort: Cohort) -> list[int]:
    return list(CohortMember.objects.filter(cohort=cohort).order_by("pk").values_list("user_id", flat=True))


def _typical(cohort: Cohort) -> float | None:
    """Return how many activities the median learner has done, as stored; None where nothing is."""
    counts = MemberStanding.objects.filter(cohort=cohort).order_by("done").values_list("done").annotate(Count("pk"))
    done = list(chain.from_iterable(repeat(number, people) for number, people in counts))
    return median(done) if done else None


@transaction.atomic
def _renew_part(cohort: Cohort, learners: Sequence[int], typical: float | None, now: datetime) -> int:
    """Renew these `learners`. Rows are locked before enrolments are read: the last to write has read the last; members
    first, as where somebody leaves. The rule is read anew, since another may have been set meanwhile.
    """
    places = CohortMember.objects.select_for_update(no_key=True).filter(cohort=cohort, user__in=learners)
    members = {place.user_id: place.pk for place in places.order_by("pk")}
    rows = MemberStanding.objects.select_for_update(no_key=True).filter(pk__in=members.values())
    stored = {row.pk: row for row in rows.order_by("pk")}
    cohort = with_rules(Cohort.objects.filter(pk=cohort.pk)).first()
    if cohort is None:
        return 0
    changed = [row for row in _worked_out(cohort, members, typical, now) if _differs(row, stored.get(row.pk))]
    MemberStanding.objects.bulk_create(changed, update_conflicts=True, unique_fields=["member"], update_fields=COLUMNS)
    return len(changed)


def _worked_out(
    cohort: Cohort, members: dict[int, int], typical: float | None, now: datetime
) -> Iterator[MemberStanding]:
    """Yield the standing of each of `members` (their keys by those of learners) as it has to be stored."""
    assignments = list(Assignment.objects.filter(cohort=cohort).order_by("pk"))
    courses = [one.course_id for one in assignments if one.withdrawn_at is None]
    columns = [one.course_id.hex for one in assignments[:MOST_BITS]]
    rule = Thresholds.of(cohort)
    people = list(CohortMember.objects.filter(pk__in=members.values()).values_list(*PERSON))
    for one in standings(cohort, courses, people):
        ways = [one.ways.get(column) for column in columns]
        done = one.done
        yield MemberStanding(
            member_id=members[one.learner],
            cohort_id=cohort.pk,
            reason=reason_for(one, rule, done=done, typical=typical or 0, now=now),
            until=next_change(one, rule, now=now),
            unit=one.unit_id,
            enrolled=_bits(way is not None for way in ways),
            completed=_bits(way is not None and way.completed for way in ways),
            done=done,
            seen=int(one.seen or 0),
            name_key=name_key(one),
        )


def _bits(flags: Iterable[bool]) -> int:
    return sum(flag << place for place, flag in enumerate(flags))


def name_key(person: Standing) -> bytes:
    """Return the key that sorts people by name, however it is written, and then by service number."""
    return f"{person.name.casefold()}\0{person.service_number}".encode()


def _differs(row: MemberStanding, stored: MemberStanding | None) -> bool:
    return stored is None or any(_plain(getattr(row, name)) != _plain(getattr(stored, name)) for name in COLUMNS)


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def differences(*, now: datetime) -> Iterator[tuple[MemberStanding | None, MemberStanding | None]]:
    """Yield the standings that are stored wrongly, or not at all, or of nobody: as they have to be, and as they are
    stored. Those whose time has come are left to `renew_recent`.
    """
    for orphan in MemberStanding.objects.exclude(_HAS_MEMBER):
        yield None, orphan
    for cohort in with_rules(Cohort.objects.order_by("pk")):
        stored = {row.pk: row for row in MemberStanding.objects.filter(cohort=cohort)}
        members = dict(CohortMember.objects.filter(cohort=cohort).values_list("user_id", "pk"))
        for row in _worked_out(cohort, members, _typical(cohort), now):
            known = stored.get(row.pk)
            is_due = known is not None and known.until is not None and known.until <= now
            if not is_due and _differs(row, known):
                yield row, known

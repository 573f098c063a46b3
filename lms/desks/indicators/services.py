"""The only writers of this room: define, set a target, ask for a value, seal it, and let it be made by the calendar."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from lms.foundation.database.chain import canonical
from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, take_up
from lms.people.audit.services import note
from lms.people.directory.clocks import zone_of
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.version import VERSION

from .counting import applications, completions, gains
from .counting.facts import Fact, Scope
from .counting.figures import Tally
from .counting.rules import APPLIED, COMPLETED, KNOWLEDGE, Rules
from .listing import gathered, hash_of_rows, persons_of, write_rows
from .models import Count, Definition, Indicator, Snapshot, Target
from .sealing import seal

SOURCES = {COMPLETED: completions.facts, KNOWLEDGE: gains.facts, APPLIED: applications.facts}
AT_ONCE = 500
MONTHS = {Indicator.Every.MONTH: 1, Indicator.Every.QUARTER: 3}


class NoSuchDay(ValueError):
    """Refusal to count as of a day that has not come, or before the first day of the definition."""


@transaction.atomic
def define(
    *, institution: Institution, rules: Rules, by: User, now: datetime, of: Indicator | None = None
) -> Definition:
    """Define an indicator of `institution`, or the next version `of` one. The same rules again are the same version."""
    if of is None:
        of = Indicator.objects.create(institution=institution, made_at=now)
    else:
        Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=of.pk)
    body = canonical(rules.as_json())
    last = of.definitions.order_by("-version").first()
    if last is not None and last.body == body.decode():
        return last
    note("indicator_defined", by=by, institution=institution, now=now, indicator=of.pk)
    version = last.version + 1 if last else 1
    return of.definitions.create(
        version=version, body=body.decode(), sha256=sha256(body).hexdigest(), made_by=by, made_at=now
    )


@transaction.atomic
def set_target(*, indicator: Indicator, day: date, value: int, by: User, now: datetime) -> Target:
    """Set the value to be reached by `day`, in place of an earlier one for that day."""
    note("indicator_target_set", by=by, institution=indicator.institution_id, now=now, indicator=indicator.pk)
    return indicator.targets.create(day=day, value=value, set_by=by, set_at=now)


@transaction.atomic
def schedule(*, indicator: Indicator, every: str, by: User, now: datetime) -> None:
    """Let a value be sealed as of the end of every month or quarter from now on, or no more."""
    months = MONTHS.get(Indicator.Every(every))
    next_on = None if months is None else _period_end(_today(indicator.institution, now), months)
    Indicator.objects.filter(pk=indicator.pk).update(every=every, next_on=next_on)
    note("indicator_scheduled", by=by, institution=indicator.institution_id, now=now, indicator=indicator.pk)


@transaction.atomic
def ask(*, indicator: Indicator, as_of: date, by: User | None, now: datetime) -> Count:
    """Ask for a value as of `as_of`, by the present definition; where one is under way, that. Raises `NoSuchDay`."""
    definition = indicator.definitions.order_by("-version")[0]
    if as_of > _today(indicator.institution, now) or as_of.isoformat() < definition.rules.begins:
        raise NoSuchDay
    Indicator.objects.select_for_update(of=("self",), no_key=True).get(pk=indicator.pk)
    known = Count.objects.unfinished().filter(definition=definition, as_of=as_of).first()
    if known is not None:
        return known
    count = Count.objects.create(definition=definition, as_of=as_of, by=by, asked_at=now, touched_at=now)
    note("indicator_counted", by=by, institution=indicator.institution_id, now=now, indicator=indicator.pk)
    queue("indicators.make_snapshot", count.pk)
    return count


def make(pk: int, *, clock: Clock = timezone.now) -> Snapshot | None:
    """Seal the value that was asked for: what is counted is gathered first, and written in one transaction at the end,
    so that nobody waits for the counting and a killed worker leaves nothing. None where nothing is left to do.
    """
    rows = Count.objects.select_related("definition__indicator__institution")
    count = take_up(rows, pk, give_up=_give_up, now=clock(), alone=True)
    if count is None:
        return None
    rules, institution = count.definition.rules, count.definition.indicator.institution
    with gathered(SOURCES[rules.kind](Scope(rules, institution, count.as_of))) as facts, transaction.atomic():
        held = Count.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        if (held.status, held.tries) != (Count.Status.RUNNING, count.tries):
            return None  # somebody else has taken it up since
        held.snapshot = _sealed(count.definition, count.as_of, facts, now=clock())
        held.status, held.touched_at = Count.Status.DONE, clock()
        held.save()
    return held.snapshot


def _give_up(count: Count) -> None:
    count.status = Count.Status.FAILED


def _sealed(definition: Definition, as_of: date, facts: Iterable[Fact], *, now: datetime) -> Snapshot:
    """Write what was gathered, and seal it. The rows come before the value that they belong to, whose key is drawn."""
    institution, rules = definition.indicator.institution, definition.rules
    snapshot = Snapshot(definition=definition, as_of=as_of, made_at=now)
    tally = Tally(rules)
    write_rows(snapshot, facts, tally)
    head = {
        "indicator": definition.indicator_id,
        "institution": {"id": institution.pk, "name": institution.name},
        "definition": {"version": definition.version, "sha256": definition.sha256},
        "since": rules.since(as_of),
        "as_of": as_of,
        "made_at": now,
        "persons": persons_of(snapshot),
        "rows_sha256": hash_of_rows(snapshot),
        "target": target_at(definition.indicator.targets.all(), as_of),
        "software": VERSION,
        **tally.as_json(),
    }
    return seal(snapshot, head, now=now)


def target_at(targets: Iterable[Target], day: date) -> dict[str, object] | None:
    """Return the target that was last due by `day`; None where none was."""
    due = [one for one in targets if one.day <= day]
    last = max(due, key=lambda one: (one.day, one.pk), default=None)
    return {"day": last.day, "value": last.value} if last else None


def make_due(*, now: datetime) -> int:
    """Ask for every value whose day of the calendar is over. Returns how many; each once, however often this runs."""
    asked = 0
    due = Indicator.objects.filter(next_on__lt=now.date() + timedelta(days=1)).order_by("pk")
    for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        asked += _make_next(pk, now)
    return asked


@transaction.atomic
def _make_next(pk: int, now: datetime) -> int:
    rows = Indicator.objects.select_related("institution").select_for_update(of=("self",), no_key=True)
    row = rows.get(pk=pk)
    if row.next_on is None or row.next_on >= _today(row.institution, now):
        return 0
    as_of, months = row.next_on, MONTHS[Indicator.Every(row.every)]
    row.next_on = _period_end(as_of + timedelta(days=1), months)
    row.save(update_fields=["next_on"])
    try:
        ask(indicator=row, as_of=as_of, by=None, now=now)
    except NoSuchDay:
        return 0
    return 1


def resume(*, now: datetime) -> int:
    """Queue every value whose task was lost. Returns how many."""
    lost = list(Count.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        queue("indicators.make_snapshot", pk)
    return len(lost)


def _today(institution: Institution, now: datetime) -> date:
    return now.astimezone(zone_of(institution)).date()


def _period_end(day: date, months: int) -> date:
    """Return the last day of the month, or of the quarter, in which `day` is."""
    last = day.month + (-day.month) % months
    return date(day.year + last // 12, last % 12 + 1, 1) - timedelta(days=1)

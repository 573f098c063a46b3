"""Statistics of quizzes in the background: asked for as a row, computed attempt by attempt,
taken up again when they were lost.
"""

import logging
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, FilteredRelation, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from courses.models import Activity, Content, Release
from lms.foundation.plugins.question import questions
from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import take_up
from lms.learning.progress.models import Attempt
from lms.people.directory.models import User

from ..sitting.form import Form, Item
from ..sitting.state import State
from .measures.attempt_marks import Draw, NotMarked, Picks, draws_of, marks_of
from .measures.figures import quiz_figures
from .measures.sheet import Mark, Sheet
from .measures.verdicts import FEWEST
from .models import CohortFigures, StatisticsRun

log = logging.getLogger(__name__)

STEP = 500
"""After so many attempts the row says how far the work is."""
STALE = StatisticsRun.STALE
AT_ONCE = 20
AT_A_TIME = 100
"""So many attempts are in memory with their forms."""

Status, Which = StatisticsRun.Status, StatisticsRun.Which


@transaction.atomic
def ask(*, activity: Activity, which: str, now: datetime, by: User | None = None) -> StatisticsRun:
    """Queue a new computation of the statistics of a quiz in the background; `by` gets a notice when they are there.

    While that is under way already, nothing changes.
    """
    run, created = StatisticsRun.objects.select_for_update(no_key=True).get_or_create(
        activity=activity, which=which, defaults={"asked_at": now, "touched_at": now, "asked_by": by}
    )
    if not created:
        if run.status in (Status.PENDING, Status.RUNNING):
            return run
        run.status, run.asked_at, run.touched_at, run.asked_by = Status.PENDING, now, now, by
        run.handled = run.total = run.tries = 0
        run.save(update_fields=["status", "asked_at", "asked_by", "touched_at", "handled", "total", "tries"])
    _queue(run.pk)
    return run


def calculate(pk: int, *, now: datetime) -> None:
    """Compute the statistics of one row, unless they are there or somebody is at it.

    Killed at any point, it is begun again.
    """
    run = take_up(StatisticsRun.objects.all(), pk, give_up=_give_up, now=now, alone=True)
    if run is None:
        return
    mine = StatisticsRun.objects.filter(pk=pk, status=Status.RUNNING, asked_at=run.asked_at)
    try:
        collector, of_cohorts = _computed(run, mine)
    except Exception:
        log.exception("statistics failed: %s", run)
        mine.update(status=Status.FAILED, touched_at=timezone.now())
        return
    done = timezone.now()
    if run.which == Which.FIRST:
        _keep(run, of_cohorts, now=done)
    mine.update(
        status=Status.DONE,
        figures=collector.figures(),
        not_marked=collector.not_marked,
        finished_at=done,
        touched_at=done,
        handled=F("total"),
    )


def _give_up(run: StatisticsRun) -> None:
    run.status = Status.FAILED


def resume(*, now: datetime) -> int:
    """Queue again what was lost. Returns how many."""
    lost = list(StatisticsRun.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        _queue(pk)
    return len(lost)


def _queue(pk: int) -> None:
    queue("quiz.calculate_statistics", pk)


def attempts_of(activity: UUID, which: str) -> QuerySet[Attempt]:
    """Return the closed attempts at a quiz: of each enrolment the first, the last, the best, or all."""
    closed = Attempt.objects.filter(activity=activity, closed_at__isnull=False)
    if which == Which.FIRST:
        return closed.filter(number=1)
    if which == Which.ALL:
        return closed
    orders = {Which.LAST: [F("number").desc()], Which.BEST: [F("score").desc(nulls_last=True), F("number").asc()]}
    ranked = closed.annotate(rank=Window(RowNumber(), partition_by=F("enrolment"), order_by=orders[Which(which)]))
    return ranked.filter(rank=1)


class Collector:
    """Collector of attempts, one by one, for all languages together and for each."""

    def __init__(self) -> None:
        self.whole = Sheet()
        self.languages: dict[str, Sheet] = {}
        """By language, where there are several."""
        self._language: str | None = None
        self.guesses: dict[str, float | None] = {}
        self.about: dict[str, dict[str, Any]] = {}
        self.not_marked = 0
        self._keys: dict[str, Any] = {}
        self._draws: dict[str, list[Draw]] = {}
        self._picks = Picks()

    def take(self, attempt: Attempt, content: str, language: str, *, also: "Collector | None" = None) -> None:
        """Take an attempt, `also` into the collector of its cohort."""
        form = Form.read(attempt.form)
        state = State.read(attempt.state, form.items)
        try:
            marks = marks_of(form, state, self._drawn_from(content), self._picks)
        except NotMarked:
            self.not_marked += 1
            return
        for collector in (self, also) if also else (self,):
            collector._add(marks, language)
            for item in form.items.values():
                collector._learn(item.id, item, state.key(item))

    def _add(self, marks: Sequence[Mark], language: str) -> None:
        """Add an attempt. As long as all attempts are in one language, its sheet is that of all."""
        if self._language is None:
            self._language = language
        if language != self._language and not self.languages:
            self.languages[self._language] = deepcopy(self.whole)
        self.whole.add(marks)
        if self.languages:
            self.languages.setdefault(language, Sheet()).add(marks)

    def _learn(self, name: str, item: Item, key: object) -> None:
        """Note the type of a question and the mark of a guess by the key that holds: that of the attempt begun last."""
        if name in self.about and self._keys[name] == key:
            return
        self._keys[name], self.about[name] = key, {"kind": item.kind}
        self.guesses[name] = item.type.guess(key, order=item.order) if item.kind in questions else None

    def _drawn_from(self, content: str) -> list[Draw]:
        if content not in self._draws:
            row = Content.objects.filter(pk=content).only("definition").first()
            self._draws[content] = draws_of(row.definition) if row else []
        return self._draws[content]

    def figures(self) -> dict[str, Any]:
        """Return all figures as JSON: those of all, those by language, and of each question its type."""
        whole = quiz_figures(self.whole, guesses=self.guesses).as_json()
        languages = {
            name: quiz_figures(sheet, guesses=self.guesses).as_json() for name, sheet in sorted(self.languages.items())
        }
        if self._language is not None and not languages:
            languages[self._language] = whole
        return {"all": whole, "languages": languages, "questions": self.about}


def _keep(run: StatisticsRun, of_cohorts: Mapping[int, Collector], *, now: datetime) -> None:
    """Keep the figures of each cohort with attempts enough, and forget those of the others."""
    rows = [
        CohortFigures(activity_id=run.activity_id, cohort_id=cohort, figures=one.figures(), finished_at=now)
        for cohort, one in of_cohorts.items()
        if len(one.whole.totals) >= FEWEST
    ]
    with transaction.atomic():
        CohortFigures.objects.filter(activity=run.activity_id).delete()
        CohortFigures.objects.bulk_create(rows)


def _computed(run: StatisticsRun, mine: QuerySet[StatisticsRun]) -> tuple[Collector, Mapping[int, Collector]]:
    """Return the figures of all attempts, and those of each cohort to which the course was assigned."""
    chosen = array("Q", sorted(attempts_of(run.activity_id, run.which).values_list("pk", flat=True)))
    mine.update(total=len(chosen))
    collector, language_of = Collector(), _languages(str(run.activity_id))
    of_cohorts: defaultdict[int, Collector] = defaultdict(Collector)
    for number, (attempt, content) in enumerate(_read(chosen), start=1):
        also = of_cohorts[attempt.cohort] if attempt.cohort and run.which == Which.FIRST else None
        collector.take(attempt, content, language_of(attempt.release_id, content), also=also)
        if number % STEP == 0:
            mine.update(handled=number, touched_at=timezone.now())
    return collector, of_cohorts


def _read(chosen: Sequence[int]) -> Iterator[tuple[Any, str]]:
    """Yield each attempt, in the order in which they were begun, with the digest of the content that it was begun with;
    `cohort` is the id of the one to which its course was assigned.

    A statement for a few at a time, by their ids: to have them sorted all at once a database would hold all their forms
    in memory.
    """
    first = FilteredRelation("journal", condition=Q(journal__position=0))
    begun = (
        Attempt.objects.annotate(first=first, begun=F("first__data"), cohort=F("enrolment__assignment__cohort"))
        .only("form", "state", "release_id")
        .order_by("pk")
    )
    for start in range(0, len(chosen), AT_A_TIME):
        for attempt in begun.filter(pk__in=list(chosen[start : start + AT_A_TIME])):
            yield attempt, (attempt.begun or {}).get("content", "")


def _languages(activity: str) -> Callable[[int, str], str]:
    """Tell the language of a content from the outline of the release in which the attempt was begun; nothing
    where it is not known.
    """
    known: dict[tuple[int, str], str] = {}

    def language_of(release: int, content: str) -> str:
        if (release, content) not in known:
            entry = Release.objects.get(pk=release).outline.by_id(activity)
            names = [name for name, digest in (entry.contents.items() if entry else ()) if digest == content]
            known[release, content] = names[0].split("-")[0] if names else ""
        return known[release, content]

    return language_of

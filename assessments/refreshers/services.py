"""The only writers of refreshers: plan, begin, answer, skip, switch off and on, and say when they are due."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.quiz.sitting import reducer
from assessments.quiz.sitting.form import Form
from assessments.quiz.sitting.question_draw import item_of
from assessments.quiz.sitting.rules import IMMEDIATE
from assessments.quiz.sitting.state import State
from assessments.quiz.sitting.type_versions import versions_of
from courses.models import Course
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import is_fully_right
from lms.learning.progress.models import Enrolment
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from . import selection
from .models import DAYS, Answer, OptOut, Refresher, Schedule
from .pool import language_of, pool_of
from .selection import EarlierAnswer

if TYPE_CHECKING:
    from uuid import UUID

RULES = {"behaviour": IMMEDIATE, "tries": 1}
"""Each answer is checked once; what is unfinished is no try."""


class NotOpen(ValueError):
    """The refresher cannot be answered now."""


class Done(NotOpen):
    """All of its questions are answered."""


class NothingToAsk(ValueError):
    """The course asks none of its questions as it did."""


def days_of(course: "Course | UUID") -> Sequence[int]:
    """Return after how many days a course comes back. One statement."""
    row = Schedule.objects.filter(course=course).values_list("days", flat=True).first()
    return DAYS if row is None else row


@transaction.atomic
def schedule(*, course: Course, days: Sequence[int], by: User, now: datetime) -> Schedule:
    """Set that from now on `course` comes back after so many `days`; none: never. What is not begun of other days
    goes.
    """
    wanted = sorted(set(days))
    row, _new = Schedule.objects.update_or_create(course=course, defaults={"days": wanted, "by": by, "at": now})
    Refresher.objects.unfinished().filter(course=course, begun_at=None).exclude(days__in=wanted).delete()
    return row


def plan_all(institutions: Sequence[Institution], *, since: datetime) -> int:
    """Plan the refreshers of what was completed at `institutions` since then; returns for how many enrolments."""
    rows = Enrolment.objects.filter(institution__in=institutions, completed_at__gte=since)
    rows = rows.exclude(pk__in=Refresher.objects.values("enrolment"))
    unplanned = rows.exclude(learner__in=OptOut.objects.values("learner"))
    asks: dict[tuple[int, int | None], bool] = {}
    planned = 0
    for enrolment in unplanned.select_related("institution").order_by("pk").iterator(chunk_size=500):
        of = (enrolment.release_id, enrolment.institution_id)
        if asks.get(of, True):
            asks[of] = bool(plan(enrolment=enrolment))
            planned += asks[of]
    return planned


@transaction.atomic
def plan(*, enrolment: Enrolment) -> list[Refresher]:
    """Return the refreshers of a course that was completed; the same again plans nothing more.

    Older ones of the same course that are not begun go. None for whoever wants none, and where nothing can be asked.
    """
    if enrolment.completed_at is None or OptOut.objects.filter(learner=enrolment.learner_id).exists():
        return []
    days = days_of(enrolment.course_id)
    pool = pool_of(enrolment.release_id, language="", institution=enrolment.institution) if days else {}
    if not pool:
        return []
    own = Refresher.objects.unfinished().filter(learner=enrolment.learner_id, course=enrolment.course_id)
    own.filter(begun_at=None).exclude(enrolment=enrolment).delete()
    return Refresher.objects.bulk_create(
        [_planned(enrolment, number, enrolment.completed_at) for number in days], ignore_conflicts=True
    )


def _planned(enrolment: Enrolment, days: int, completed_at: datetime) -> Refresher:
    return Refresher(
        learner_id=enrolment.learner_id,
        enrolment=enrolment,
        course_id=enrolment.course_id,
        release_id=enrolment.release_id,
        institution_id=enrolment.institution_id,
        days=days,
        opens_at=completed_at + timedelta(days=days),
    )


@transaction.atomic
def begin(*, refresher: Refresher, language: str, now: datetime) -> Refresher:
    """Choose its questions, once; begun twice it is begun. Raises `NotOpen` and `NothingToAsk`."""
    refresher = _open(refresher, now=now)
    if refresher.begun_at is not None:
        return refresher
    pool = pool_of(refresher.release_id, language=language, institution=refresher.institution)
    chosen = selection.choose(pool, earlier_answers(refresher), seed=refresher.pk)
    if not chosen:
        raise NothingToAsk(_("The course has changed, so there is nothing to ask any more. Skip it."))
    items = [item_of(name, pool[name].question, seed=refresher.pk) for name in chosen]
    form = Form.of(items, 0.0, RULES)
    refresher.form, refresher.state = form.as_json(), State({}, [], types=versions_of(form.items.kinds)).as_json()
    refresher.sources = {name: pool[name].digest for name in chosen}
    refresher.begun_at, refresher.language = now, language_of(refresher.release_id, language)
    refresher.save(update_fields=["form", "state", "sources", "begun_at", "language"])
    return refresher


def earlier_answers(refresher: Refresher) -> dict[str, EarlierAnswer]:
    """Return the questions that came back to the same learner of the same course, each with its last answer."""
    rows = Answer.objects.filter(refresher__learner=refresher.learner_id, refresher__course=refresher.course_id)
    return {
        name: EarlierAnswer(is_fully_right(mark), at)
        for name, mark, at in rows.order_by("at").values_list("question", "mark", "at")
    }


@transaction.atomic
def answer(*, refresher: Refresher, data: Mapping[str, Any], now: datetime) -> tuple[Refresher, str]:
    """Take the answer to one question and check it; the refresher, and which question it was.

    One that stands is not changed by the same or another answer. The last one ends it. Raises `InvalidAnswer`, and
    `NotOpen`; then nothing is written.
    """
    refresher = _open(refresher, now=now)
    if refresher.form is None or refresher.state is None:
        raise NotOpen(_("Begin the refresher first."))
    form = Form.read(refresher.form)
    before = State.read(refresher.state, form.items)
    kept = {name: value for name, value in data.items() if name.startswith(reducer.PREFIX) or name == "check"}
    after, _outcome = reducer.answer(form, before, kept, now=now)
    name = next(iter(kept.get("check", ())), "")
    if not name:
        raise InvalidAnswer(_("This page was out of date. Reload it and answer again."))
    if not before.stands(name) and after.stands(name):
        mark = form.items[name].type.mark(form.items[name].key, after.responses[name])
        Answer.objects.create(refresher=refresher, question=name, mark=mark or 0.0, at=now)
    refresher.state = after.as_json()
    if all(after.stands(one) for one in form.items):
        refresher.done_at = now
    refresher.save(update_fields=["state", "done_at"])
    return refresher, name


@transaction.atomic
def skip(*, refresher: Refresher, now: datetime) -> Refresher:
    """Skip it time. Skipped twice it is skipped. Raises `NotOpen`."""
    refresher = _locked(refresher)
    if refresher.skipped_at is not None:
        return refresher
    _refuse_closed(refresher, now=now)
    refresher.skipped_at = now
    refresher.save(update_fields=["skipped_at"])
    return refresher


@transaction.atomic
def switch(*, learner: User, on: bool, now: datetime) -> None:
    """Switch refreshers: no refreshers any more for `learner`, or again. Those that are planned wait meanwhile; none
    are planned for what is completed then.
    """
    if on:
        OptOut.objects.filter(learner=learner).delete()
    else:
        OptOut.objects.get_or_create(learner=learner, defaults={"at": now})


def _open(refresher: Refresher, *, now: datetime) -> Refresher:
    """Return the row as it stands, locked. Raises as `_refuse_closed` does."""
    row = _locked(refresher)
    _refuse_closed(row, now=now)
    return row


def _locked(refresher: Refresher) -> Refresher:
    rows = Refresher.objects.select_for_update(of=("self",), no_key=True).select_related("institution", "course")
    return rows.get(pk=refresher.pk)


def _refuse_closed(row: Refresher, *, now: datetime) -> None:
    """Raise `NotOpen` where it is not due yet, over or skipped, and `Done`."""
    if not row.is_open(now):
        closed = NotOpen if row.done_at is None else Done
        raise closed(_("This refresher is over, or not due yet."))

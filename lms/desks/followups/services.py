"""The only writers of this room: set what a course asks, plan, ask, answer, confirm."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from courses.models import Course
from lms.foundation.plugins import notice
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User

from . import rules
from .models import OPEN_FOR, Answer, Confirmation, Example, Inquiry, Rule
from .questions import APPLIED, LATER, SURVEY, SURVEYED
from .sameness import may_be_one

Given = Mapping[str, str | Sequence[str]]
"""Answers by question: a code, a text, or several codes."""
AT_ONCE = 1000
LOOKS_BACK = timedelta(days=14)
"""The time for which questions that were missed, while nothing ran, are still asked."""
ASKED, SURVEYS, CONFIRM = "followup", "course_survey", "followup_confirm"
"""Kinds of notices."""


class Closed(ValueError):
    """Refusal: it was answered meanwhile, or the time for it is over."""


class OwnWork(ValueError):
    """Refusal: nobody confirms for themselves."""


@transaction.atomic
def set_rule(*, course: Course, followups: bool, survey: bool, by: User, now: datetime) -> Rule:
    """Set what `course` asks those who complete it from now on. What is no more asked and not yet asked goes."""
    held = Rule.objects.select_for_update(of=("self",), no_key=True).filter(course=course).first()
    since = held.since if held and (held.followups or held.survey) else now
    values = {"followups": followups, "survey": survey, "since": since, "by": by}
    row, _new = Rule.objects.update_or_create(course=course, defaults=values)
    stays = [*(LATER if followups else ()), *((SURVEY,) if survey else ())]
    Inquiry.objects.filter(course=course, asked_at=None).exclude(months__in=stays).delete()
    return row


def plan_all(*, now: datetime) -> int:
    """Plan what is asked after each course that was completed lately. Returns for how many enrolments.

    One statement finds a thousand of them and one writes what they are asked; the same again writes nothing. Killed at
    any point it goes on where it was.
    """
    wanted = {row.course_id: row for row in Rule.objects.filter(Q(followups=True) | Q(survey=True))}
    planned, last = 0, 0
    while rows := _completed(wanted.values(), after=last, now=now):
        found = [one for row in rows for one in _planned(row, wanted[row.course_id])]
        Inquiry.objects.bulk_create(found, ignore_conflicts=True)
        planned, last = planned + len({one.enrolment_id for one in found}), rows[-1].pk
    return planned


def _completed(wanted: Iterable[Rule], *, after: int, now: datetime) -> list[Enrolment]:
    of_courses = Q(pk=None)
    for rule in wanted:
        of_courses |= Q(course=rule.course_id, completed_at__gte=max(rule.since, now - LOOKS_BACK))
    lately = {"completed_at__isnull": False, "changed_at__gte": now - LOOKS_BACK}
    rows = Enrolment.objects.filter(of_courses, pk__gt=after, learner__is_active=True, **lately)
    rows = rows.exclude(Exists(Inquiry.objects.filter(enrolment=OuterRef("pk"))))
    return list(rows.select_related("learner__institution", "institution").order_by("pk")[:AT_ONCE])


def _planned(row: Enrolment, rule: Rule) -> list[Inquiry]:
    """Return what is asked of one enrolment: who the person is now is who they were on the day of completion."""
    learner = row.learner
    if row.completed_at is None or not rules.asks(learner.institution):
        return []
    about: dict[str, Any] = {
        "enrolment": row,
        "learner": learner,
        "course_id": row.course_id,
        "institution_id": row.institution_id,
        "unit_id": learner.institution_id,
        "country": row.country,
        "sex": learner.sex,
        "rank": learner.rank,
        "role_family": learner.role_family,
    }
    months = [*((SURVEY,) if rule.survey else ()), *(LATER if rule.followups else ())]
    return [Inquiry(months=one, opens_at=months_later(row.completed_at, one), **about) for one in months]


def months_later(at: datetime, months: int) -> datetime:
    """Return the same day and time so many months later; the last of the month where it has no such day."""
    place = at.month - 1 + months
    year, month = at.year + place // 12, place % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))


def ask_due(*, now: datetime) -> int:
    """Ask everybody whose day has come, a thousand in one transaction: killed at any point, nobody is asked twice and
    nobody left out. Returns how many.
    """
    asked = 0
    while rows := _ask_some(now):
        asked += rows
    return asked


@transaction.atomic
def _ask_some(now: datetime) -> int:
    due = Inquiry.objects.filter(asked_at=None, opens_at__lte=now, opens_at__gt=now - OPEN_FOR)
    due = due.filter(learner__is_active=True).order_by("opens_at", "pk")
    rows = list(due.select_for_update(of=("self",), no_key=True).select_related("learner__institution")[:AT_ONCE])
    gone = [row.pk for row in rows if not rules.asks(row.learner.institution)]
    Inquiry.objects.filter(pk__in=gone).delete()
    fresh = [row for row in rows if row.pk not in set(gone)]
    Inquiry.objects.filter(pk__in=[row.pk for row in fresh]).update(asked_at=now)
    for kind, survey in ((ASKED, False), (SURVEYS, True)):
        notice.tell(kind, [occasion(row, 0, now) for row in fresh if row.is_survey == survey], now=now)
    return len(rows)


def occasion(row: Inquiry, step: int, at: datetime) -> notice.Occasion:
    """Return the notice of `row`: 0 is the question, 1 and 2 are reminders."""
    until = (row.asked_at or at) + OPEN_FOR
    return notice.Occasion(row.learner_id, f"{row.pk}:{step}", at, until, {"inquiry": row.pk})


@transaction.atomic
def answer(*, inquiry: Inquiry, given: Given, now: datetime) -> None:
    """Keep the answers, once. Raises `Closed`. Of a survey nothing that is kept leads to the person."""
    row = Inquiry.objects.select_for_update(of=("self",), no_key=True).get(pk=inquiry.pk)
    if row.answered_at is not None or row.closes_at is None or row.closes_at <= now:
        raise Closed
    about = {"course_id": row.course_id, "institution_id": row.institution_id, "month": now.date().replace(day=1)}
    if row.is_survey:
        Answer.objects.create(marks="".join(str(given[name]) for name in SURVEYED), **about)
        row.answered_at = now.replace(hour=0, minute=0, second=0, microsecond=0)
    else:
        several = {name: ",".join(sorted(given[name])) for name in ("what", "hindered")}
        Answer.objects.create(inquiry=row, used=str(given["used"]), **several, **about)
        _more(row, inquiry.learner, given, now)
        row.answered_at = now
    row.save(update_fields=["answered_at"])
    kind = SURVEYS if row.is_survey else ASKED
    notice.mark_seen(kind, row.learner_id, [f"{row.pk}:{step}" for step in range(3)], now=now)


def _more(row: Inquiry, learner: User, given: Given, now: datetime) -> None:
    """Keep the example, and ask the supervisor who was named, if there is such a person."""
    if given.get("example") and row.unit_id:
        Example.objects.create(inquiry=row, institution_id=row.unit_id, text=str(given["example"]), at=now)
    supervisor = supervisor_of(learner, str(given.get("supervisor") or ""))
    if supervisor is None or given["used"] not in APPLIED:
        return
    Confirmation.objects.create(inquiry=row, supervisor=supervisor, asked_at=now)
    told = notice.Occasion(supervisor.pk, str(row.pk), now, now + OPEN_FOR, {"confirmation": row.pk})
    notice.tell(CONFIRM, [told], now=now)


def supervisor_of(learner: User, number: str) -> User | None:
    """Return who has this service number at the institution of `learner` or above it, and is somebody else."""
    place = learner.institution
    if not number or place is None or not rules.confirms(place):
        return None
    above = [int(one) for one in (place.path or "").split("/") if one]
    found = User.objects.numbered(number).filter(is_active=True, institution__in=above).first()
    return found if found and not may_be_one(found, learner) else None


@transaction.atomic
def confirm(*, confirmation: Confirmation, confirmed: bool, by: User | None, now: datetime) -> None:
    """Keep what the supervisor says, once. `by` is who is signed in, if anybody. Raises `Closed` and `OwnWork`."""
    rows = Confirmation.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("inquiry__learner", "supervisor").get(pk=confirmation.pk)
    people: Sequence[User] = [one for one in (row.supervisor, by) if one is not None]
    if any(may_be_one(one, row.inquiry.learner) for one in people):
        raise OwnWork
    if row.decided_at is not None or row.asked_at + OPEN_FOR <= now:
        raise Closed
    row.decided_at, row.confirmed = now, confirmed
    row.save(update_fields=["decided_at", "confirmed"])
    notice.mark_seen(CONFIRM, row.supervisor_id, [str(row.pk)], now=now)

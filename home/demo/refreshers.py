"""Refreshers of the earlier intake of the academy whose staff one can sign in as: one that is due for a learner, and
those that people of the cohort answered.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps

from lms.foundation.plugins.activity import InvalidAnswer
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import Cohort, User

from .replies import fields, reply
from .school import School

DAY = timedelta(days=1)
FIRST = 7
Reply = Callable[[Mapping[str, Any]], Mapping[str, list[str]]]
KNOWN_STILL = 0.7
"""The share of questions that somebody still knows after a week."""


def refresh(school: School, *, by: User, now: datetime) -> None:
    """Plan refreshers with a chance of its own, so that nothing else in the school is drawn otherwise."""
    chance = Random(7)  # noqa: S311

    def answer(item: Mapping[str, object]) -> Mapping[str, list[str]]:
        return fields(item, reply(item, knows=chance.random() < KNOWN_STILL, chance=chance))

    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    _come_back(school.roles["learner"], campus.cohorts[0], by=by, reply=answer, now=now)


def _come_back(learner: User, cohort: Cohort, *, by: User, reply: Reply, now: datetime) -> None:
    """Let the first course that `learner` completed come back to them yesterday, and let the people of `cohort` have
    answered what came back to them after a week: `reply` gives their answer to an item. Nothing where refreshers are
    not installed, or the learner has completed nothing.
    """
    own = Enrolment.objects.of(learner).filter(completed_at__isnull=False).order_by("completed_at").first()
    if not apps.is_installed("assessments.refreshers") or own is None or own.completed_at is None:
        return
    from assessments.refreshers import services

    days = sorted({FIRST, 30, max(FIRST + 1, (now - own.completed_at).days - 1)})
    services.schedule(course=own.course, days=days, by=by, now=own.completed_at)
    rows = Enrolment.objects.filter(course=own.course, learner__in=cohort.people.all(), completed_at__isnull=False)
    for enrolment in rows.select_related("institution").order_by("pk"):
        planned = services.plan(enrolment=enrolment)
        if enrolment.learner_id != learner.pk and planned and planned[0].opens_at + DAY < now:
            _answer(enrolment, reply, at=planned[0].opens_at + DAY)


def _answer(enrolment: Enrolment, reply: Reply, *, at: datetime) -> None:
    from assessments.refreshers import services
    from assessments.refreshers.models import Refresher

    row = Refresher.objects.get(enrolment=enrolment, days=FIRST)
    begun = services.begin(refresher=row, language="en", now=at)
    for place, item in enumerate((begun.form or {"items": []})["items"], start=1):
        data = {**reply(item), "check": [item["id"]]}
        try:
            services.answer(refresher=begun, data=data, now=at + timedelta(minutes=place))
        except InvalidAnswer:
            return

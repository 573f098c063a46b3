"""Refreshers of the earlier intake of the academy whose staff one can sign in as: one that is due for a learner, and
those that people of the cohort answered. Besides, what people are asked after a course: a pilot group after three
months, and a survey at the end of two courses. Some answer, some do not, and one is confirmed by an instructor.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.apps import apps

from courses.models import Course
from home.curriculum import files
from lms.desks.followups import rules
from lms.desks.followups import services as followups
from lms.desks.followups.models import OPEN_FOR, Confirmation, Inquiry
from lms.desks.followups.questions import SURVEYED
from lms.foundation.plugins.activity import InvalidAnswer
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import Cohort, User
from lms.switchboard.setting_values import change

from .history import Journey, Manner
from .replies import fields, reply
from .school import School

DAY = timedelta(days=1)
FIRST = 7
Reply = Callable[[Mapping[str, Any]], Mapping[str, list[str]]]
KNOWN_STILL = 0.7
"""The share of questions that somebody still knows after a week."""
PILOT, WEEKS = "core-15", 14
FAST = Manner(knows=0.99, waits=(0.05, 0.1), gap=(0.02, 0.08))
HOUR = timedelta(hours=1)
PILOTS, ANSWERS, SILENT = 16, 0.7, 5
"""People of the pilot group, the share who answer a survey, and every which one of the group who does not answer."""
EXAMPLES = (
    "On a visit to a salt works we asked about wages and papers first, and led four men to the labour office.",
    "At the bus park I asked about safety and sleep before asking who brought them.",
    "The referral form went to the shelter on the same evening.",
)


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


def follow_up(school: School, surveyed: Sequence[Course], *, by: User, now: datetime) -> None:
    """Ask as of each day, with a chance of its own, so that nothing else in the school is drawn otherwise. The pilot
    group are people of the later intake.
    """
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    later = campus.cohorts[-1].people.exclude(pk=school.roles["learner"].pk)
    pilot = list(later.order_by("pk")[:PILOTS])
    chance, began = Random(13), now - timedelta(weeks=WEEKS)  # noqa: S311
    course = Course.objects.get(pk=files.named("course", PILOT))
    place = school.roles["instructor"].institution
    if place is not None:
        change(plugin=rules.PART, institution=place, values={"confirms": True}, by=None, now=began)
    followups.set_rule(course=course, followups=True, survey=False, by=by, now=began)
    for course_surveyed in surveyed:
        followups.set_rule(course=course_surveyed, followups=False, survey=True, by=by, now=began)
    enrol(people=pilot, course=course, now=began + HOUR)
    for row in Enrolment.objects.filter(course=course, learner__in=pilot).select_related("learner", "institution"):
        Journey(row, FAST, now, chance, clock=began + HOUR, marker=school.roles["instructor"]).go()
    followups.plan_all(now=began)
    for day in range(7 * WEEKS + 1):
        followups.ask_due(now=began + timedelta(days=day))
    rows = Inquiry.objects.asked().exclude(learner=school.roles["learner"]).order_by("pk")
    for number, inquiry in enumerate(rows.select_related("learner__institution")):
        if chance.random() < ANSWERS if inquiry.is_survey else number % SILENT:
            _reply_to(inquiry, school.roles["instructor"], number, chance, now=now)
    for one in Confirmation.objects.order_by("pk")[:1]:
        followups.confirm(confirmation=one, confirmed=True, by=None, now=one.asked_at + timedelta(hours=20))


def _reply_to(inquiry: Inquiry, supervisor: User, number: int, chance: Random, *, now: datetime) -> None:
    asked_at = inquiry.asked_at or now
    at = asked_at + timedelta(hours=chance.uniform(2, 20))
    if at >= min(now, asked_at + OPEN_FOR):
        return
    given: dict[str, Any] = {name: chance.choice("23444") for name in SURVEYED}
    if not inquiry.is_survey:
        used = chance.choice(("often", "once", "once", "no"))
        what = [] if used == "no" else ["agencies", chance.choice(("recognise", "refer"))]
        given = {"used": used, "what": what, "hindered": [chance.choice(("time", "means", "nothing"))]}
        given |= {"example": EXAMPLES[number % len(EXAMPLES)] if what else ""}
        given |= {"supervisor": supervisor.service_number}
    followups.answer(inquiry=inquiry, given=given, now=at)

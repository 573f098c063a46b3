"""Questions after courses in the demo school: a pilot group is asked after three months, and whoever completes one of
two courses is offered a survey. Some answer, some do not, and one is confirmed by an instructor.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from courses.models import Course
from home.curriculum import files
from lms.desks.followups import rules, services
from lms.desks.followups.models import OPEN_FOR, Confirmation, Inquiry
from lms.desks.followups.questions import SURVEYED
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User
from lms.switchboard.setting_values import change

from .history import Journey, Manner
from .school import School

PILOT, WEEKS = "core-15", 14
FAST = Manner(knows=0.99, waits=(0.05, 0.1), gap=(0.02, 0.08))
HOUR = timedelta(hours=1)
ANSWERS, SILENT = 0.7, 6
"""The share of people who answer, and the place of one in the pilot group who does not."""
EXAMPLES = (
    "On a visit to a salt works we asked about wages and papers first, and led four men to the labour office.",
    "At the bus park I asked about safety and sleep before asking who brought them.",
    "The referral form went to the shelter on the same evening.",
)


def follow_up(school: School, surveyed: Sequence[Course], *, by: User, now: datetime) -> None:
    """Ask as of each day, with a chance of its own, so that nothing else in the school is drawn otherwise. The pilot
    group are the people of the closed cohort.
    """
    pilot = list(User.objects.filter(cohorts__closed_at__isnull=False).order_by("pk"))
    chance, began = Random(13), now - timedelta(weeks=WEEKS)  # noqa: S311
    course = Course.objects.get(pk=files.named("course", PILOT))
    place = school.roles["instructor"].institution
    if place is not None:
        change(plugin=rules.PART, institution=place, values={"confirms": True}, by=None, now=began)
    services.set_rule(course=course, followups=True, survey=False, by=by, now=began)
    for course_surveyed in surveyed:
        services.set_rule(course=course_surveyed, followups=False, survey=True, by=by, now=began)
    enrol(people=pilot, course=course, now=began + HOUR)
    for row in Enrolment.objects.filter(course=course, learner__in=pilot).select_related("learner", "institution"):
        Journey(row, FAST, now, chance, clock=began + HOUR, marker=school.roles["instructor"]).go()
    services.plan_all(now=began)
    for day in range(7 * WEEKS + 1):
        services.ask_due(now=began + timedelta(days=day))
    rows = Inquiry.objects.asked().exclude(learner=school.roles["learner"]).order_by("pk")
    for number, inquiry in enumerate(rows.select_related("learner__institution")):
        if chance.random() < ANSWERS and (inquiry.is_survey or number % SILENT):
            _answer(inquiry, school.roles["instructor"], number, chance, now=now)
    for one in Confirmation.objects.order_by("pk")[:1]:
        services.confirm(confirmation=one, confirmed=True, by=None, now=one.asked_at + timedelta(hours=20))


def _answer(inquiry: Inquiry, supervisor: User, number: int, chance: Random, *, now: datetime) -> None:
    asked_at = inquiry.asked_at or now
    at = asked_at + timedelta(hours=chance.uniform(2, 90))
    if at >= min(now, asked_at + OPEN_FOR):
        return
    given: dict[str, Any] = {name: chance.choice("23444") for name in SURVEYED}
    if not inquiry.is_survey:
        used = chance.choice(("often", "once", "once", "no"))
        what = [] if used == "no" else ["agencies", chance.choice(("recognise", "refer"))]
        given = {"used": used, "what": what, "hindered": [chance.choice(("time", "means", "nothing"))]}
        given |= {"example": EXAMPLES[number % len(EXAMPLES)] if what else ""}
        given |= {"supervisor": supervisor.service_number}
    services.answer(inquiry=inquiry, given=given, now=at)

"""Dates of courses at the academy of the instructor whom one can sign in as: one opens next week, one is optional, and
somebody got more time.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from courses.models import Course
from lms.learning.progress.enrolments import assignment_services, extension_services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates, begins, ends

from .school import School

GIVEN, OPENS, DUE, CLOSES, MORE = (timedelta(days=days) for days in (1, 7, 42, 60, 12))
DAYS_FOR_LATE = 14
REASON = "She was on night duty for two weeks."


def give(school: School, upcoming: Course, optional: Course, *, now: datetime) -> None:
    """Give dates: the later intake gets `upcoming`, which opens in a week, the earlier one `optional`, and the first
    who has not completed what is due gets more time.
    """
    campus = next(one for one in school.campuses if school.roles["instructor"] in one.instructors)
    earlier, later = campus.cohorts[0], campus.cohorts[-1]
    by, at, zone = campus.instructors[0], now - GIVEN, ZoneInfo(later.institution.timezone)
    today = now.astimezone(zone).date()
    closes_at = ends(today + CLOSES, zone)
    dates = Dates(begins(today + OPENS, zone), ends(today + DUE, zone), closes_at)
    under_way = Enrolment.objects.under_way().filter(learner__cohorts=later, due_at__isnull=False, learner__sex="F")
    slow = list(under_way.order_by("due_at", "pk")[:1])
    for cohort, course, wanted in (
        (later, upcoming, dates),
        (earlier, optional, Dates(closes_at=closes_at, required=False)),
    ):
        given = assignment_services.assign(
            cohort=cohort, courses=[course], dates=wanted, late_days=DAYS_FOR_LATE, by=by, now=at
        )
        assignment_services.run_assignment(given[0].pk, clock=lambda: at)
    extension_services.extend(enrolments=slow, until=ends(today + MORE, zone), reason=REASON, by=by, now=at)

"""Questions after a course, which the learner is asked."""

from datetime import timedelta

from lms.desks.followups import links, services
from lms.desks.followups.models import Inquiry


def asked_after(enrolment, *, by, now) -> str:
    """Return the token of the survey that is offered after `enrolment`."""
    services.set_rule(course=enrolment.course, followups=True, survey=True, by=by, now=now - timedelta(days=1))
    services.plan_all(now=now)
    services.ask_due(now=now)
    return links.address(Inquiry.objects.asked().get(enrolment=enrolment)).split("/")[2]

"""Notices that people of the demo school were sent lately: some of them read, a text message in a file, and mails once
a day.
"""

from datetime import datetime, timedelta

from lms.desks.notices import outbox
from lms.desks.notices import services as reading
from lms.desks.notices.models import Notice, Preference
from lms.foundation.plugins.notice import Occasion
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User

from .school import School

PHONE = "+254 700 000 100"
KEPT = timedelta(days=14)


def tell(school: School, *, now: datetime) -> None:
    """Write notices: the learner was told of their courses, the first of it by text message, and has read all but what
    is new; a colleague of theirs gets mails once a day.
    """
    learner = school.roles["learner"]
    User.objects.filter(pk=learner.pk).update(phone=PHONE)
    reading.choose(person=learner, chosen={("assigned", "sms"): True})
    _tell(learner, now=now)
    newest = Notice.objects.of(learner).order_by("-pk").first()
    if newest is not None:
        reading.mark_all_read(person=learner, up_to=newest.pk - 1, now=now)
    other = next(one for one in school.campuses[0].cohorts[-1].people.order_by("pk") if one != learner)
    reading.choose(person=other, chosen={(Preference.DAILY, "mail"): True})
    _tell(other, now=now)


def _tell(person: User, *, now: datetime) -> None:
    """Tell a person that their courses were given to them, an hour apart."""
    ways = list(Enrolment.objects.of(person).filter(completed_at=None).order_by("pk")[:3])
    for number, way in enumerate(ways):
        at = now - timedelta(hours=len(ways) - number)
        occasion = Occasion(person.pk, f"demo:{way.pk}", at, now + KEPT, {"course": str(way.course_id)})
        outbox.tell("assigned", [occasion], at)

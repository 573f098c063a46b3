"""Demo conversations of learners with their instructors: answered, waiting, and reported."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.apps import apps

from lms.people.directory.models import User

from .school import Campus, School

QUESTION = (
    "In the second lesson a person agreed to travel and was locked in only later. Is that trafficking from the "
    "beginning, or from the day on which the door was locked?"
)
ANSWER = (
    "From the moment at which somebody recruited her in order to exploit her, if the means were there by then: read "
    "the part on deception again. We speak of it on Thursday; bring your notes."
)
WAITS = "My grandmother is ill, so I am at home until Monday. May I do the exercise on my phone from there?"
RUDE = "You again. Read before you ask."


def ask(school: School, *, now: datetime) -> None:
    """Let people of the later intake write. Nothing where conversations are not installed."""
    if not apps.is_installed("lms.desks.conversations"):
        return
    from lms.desks.conversations import reports, services

    teacher = school.roles["instructor"]
    campus = next(one for one in school.campuses if teacher in one.instructors)
    learner = school.roles["learner"]
    first = _asked(campus, learner, "Agreed, and locked in later", QUESTION, at=now - timedelta(days=2))
    answer = services.MessageDraft(ANSWER, uuid4())
    services.reply(thread=first, by=teacher, said=answer, now=now - timedelta(days=1, hours=20))
    others = [one for one in campus.cohorts[-1].people.order_by("name", "pk") if one not in (learner, teacher)]
    _asked(campus, others[0], "Away until Monday", WAITS, at=now - timedelta(hours=5))
    rude = _asked(campus, others[1], "Which form?", "Which form is it at the border post?", at=now - timedelta(days=4))
    colleague = next((one for one in campus.instructors if one != teacher), teacher)
    services.reply(thread=rude, by=colleague, said=services.MessageDraft(RUDE, uuid4()), now=now - timedelta(days=3))
    reason = "This is not how one speaks to people."
    reports.report(thread=rude, by=others[1], reason=reason, now=now - timedelta(days=2))


def _asked(campus: Campus, learner: User, title: str, text: str, *, at: datetime) -> Any:
    from lms.desks.conversations import services
    from lms.desks.conversations.matters import Matter

    cohort = next(one for one in reversed(campus.cohorts) if one.members.filter(user=learner).exists())
    said = services.MessageDraft(text, uuid4(), title)
    return services.ask(learner=learner, cohort=cohort, matter=Matter(), said=said, now=at)

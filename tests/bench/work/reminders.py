"""Finding out that 20,000 people have a course due in a week, writing it down, and sending them their mails."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.core import mail
from django.db import connection
from django.db.models import CharField, Max, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from assessments.refreshers.models import Refresher
from assessments.simulation.page.choices import Status
from assessments.simulation.runs.models import Run
from certificates.models import Certificate
from courses.models import Course
from lms.desks.notices import due_notices
from lms.desks.notices.delivery import sender
from lms.desks.notices.models import Delivery, Notice
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User
from tests.bench.counting import Counter

from .spending import backend, cpu_ms

PEOPLE = 20_000


def remind(most: int = PEOPLE) -> dict[str, Any]:
    """Do it for `most` people who are under way: milliseconds of processor (the database's process too, where there is
    one) and statements of each step, and who was told.
    """

    now = timezone.now()
    people = _due_in_a_week(most, now)
    mail.outbox = []
    counter, database = Counter(), backend()
    marks = [cpu_ms(database)]
    with connection.execute_wrapper(counter):
        due_notices.gather(now=now)
        marks.append(cpu_ms(database))
        while sender.sweep(now=now):
            pass
        marks.append(cpu_ms(database))
    told = Notice.objects.filter(kind="due_soon").count()
    due_notices.gather(now=now + timedelta(minutes=30))
    marks.append(cpu_ms(database))
    again = Notice.objects.filter(kind="due_soon").count() - told
    gather, send, once_more = (after - before for before, after in pairwise(marks))
    steps = {"gather_ms": gather, "send_ms": send, "again_ms": once_more, "cpu_ms": gather + send}
    return steps | {"sql": counter.count, "people": people, "told": told, "mails": len(mail.outbox), "again": again}


def _due_in_a_week(most: int, now: Any) -> int:
    """One enrolment of each of so many people is under way and due in a week, nobody else's is; they have an address,
    and nothing else is to be told to them, such as that a certificate expires, a refresher is due or that there is
    something new in a simulation. Gives how many people.
    """
    Delivery.objects.filter(next_at__isnull=False).update(state=Delivery.State.DROPPED, next_at=None)
    Enrolment.objects.filter(completed_at=None).update(due_at=None)
    Refresher.objects.filter(begun_at=None).update(skipped_at=now)
    Run.objects.filter(status=Status.OPEN).update(status=Status.PAUSED, next_at=None)
    Certificate.objects.filter(renewable_from__lte=(now + timedelta(days=2)).date()).update(renewable_from=None)
    rows = Enrolment.objects.filter(completed_at=None).order_by("learner").values("learner")
    found = list(rows.annotate(last=Max("pk")).values_list("learner", "last")[:most])
    learners, enrolments = [pk for pk, _last in found], [last for _pk, last in found]
    enrolled = now - timedelta(days=30)
    for start in range(0, len(found), 1000):
        part = slice(start, start + 1000)
        Enrolment.objects.filter(pk__in=enrolments[part]).update(due_at=now + timedelta(days=7), enrolled_at=enrolled)
        address = Concat(Value("n"), Cast("pk", CharField()), Value("@example.org"))
        User.objects.filter(pk__in=learners[part]).update(email=address)
    return len(found)


def tell(numbers: Sequence[str], things: int = 40) -> None:
    """Tell the people with these service numbers of so many things, by no channel."""
    now, facts = timezone.now(), {"course": str(Course.objects.values_list("pk", flat=True)[0])}
    until = now + timedelta(days=30)
    Notice.objects.filter(subject__startswith="bench:").delete()
    Notice.objects.bulk_create(
        Notice(person=one, kind="assigned", subject=f"bench:{n}", facts=facts, due_at=now, until=until, made_at=now)
        for one in User.objects.filter(service_number__in=numbers)
        for n in range(things)
    )

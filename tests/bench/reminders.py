"""`reminders`: what the scheduler spends that finds out that 20,000 people have a course due in a week, writes it down,
and makes and hands over their 20,000 mails; asked again, it finds that all know it.

`python -m tests.bench.reminders` does it on the database that the environment names, in a process of its own as a
worker would, and prints its cost as JSON; `… tell NUMBER…` tells people of forty things. Mails go into memory. It comes
after the requests: it moves due dates.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from .journey import floor_ms
from .measure import Cost, Stage, Unexpected
from .statistics import _backend, _cpu_ms
from .stores import ROOT

NAME = "reminders"
MOST_SECONDS = 60
PEOPLE = 20_000


def weigh_reminders(stage: Stage) -> Cost:
    """The cost of it all. Raises `Unexpected` where it fails, somebody is not told or told twice, or it takes longer
    than it may.
    """
    before = floor_ms(stage)
    found = _run(stage)
    after = floor_ms(stage)
    if found["told"] != found["people"] or found["mails"] != found["people"] or found["again"]:
        raise Unexpected(f"Of {found['people']} people {found['told']} were told, and {found['again']} again.")
    if found["cpu_ms"] > MOST_SECONDS * 1000:
        raise Unexpected(f"It took {found['cpu_ms'] / 1000:.0f} s of processor, at most {MOST_SECONDS} are allowed.")
    return Cost(
        request=NAME,
        database=stage.server.store.name,
        cpu_ms=found["cpu_ms"],
        sql=found["sql"],
        bytes=0,
        bytes_gzip=0,
        ratio=found["cpu_ms"] * 2 / (before + after),
        floor_ms=(before + after) / 2,
        spread=abs(before - after) / max(before, after),
        note=f"{found['people']:,} people in a process of its own: {found['gather_ms'] / 1000:.1f} s of processor to "
        f"find out and write down, {found['send_ms'] / 1000:.1f} s for their mails, {found['again_ms'] / 1000:.1f} s "
        "to find out again",
    )


def _run(stage: Stage) -> Any:
    command = [sys.executable, "-m", "tests.bench.reminders"]
    backend = {"EMAIL_URL": "memorymail://", "QUIET_HOURS": "00:00-00:00", "LOG_LEVEL": "WARNING"}
    done = subprocess.run(
        command, cwd=ROOT, env={**stage.server.environment, **backend}, capture_output=True, text=True
    )
    if done.returncode:
        raise Unexpected(f"{' '.join(command[1:])} failed: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout.splitlines()[-1])


def remind(most: int = PEOPLE) -> dict[str, Any]:
    """Do it for `most` people who are under way: milliseconds of processor (the database's process too, where there is
    one) and statements of each step, and who was told.
    """
    from django.core import mail
    from django.db import connection
    from django.utils import timezone

    from lms.desks.notices import due_notices
    from lms.desks.notices.delivery import sender
    from lms.desks.notices.models import Notice

    from .counting import Counter

    now = timezone.now()
    people = _due_in_a_week(most, now)
    mail.outbox = []
    counter, database = Counter(), _backend(connection)
    marks = [_cpu_ms(database)]
    with connection.execute_wrapper(counter):
        due_notices.gather(now=now)
        marks.append(_cpu_ms(database))
        while sender.sweep(now=now):
            pass
        marks.append(_cpu_ms(database))
    told = Notice.objects.filter(kind="due_soon").count()
    due_notices.gather(now=now + timedelta(minutes=30))
    marks.append(_cpu_ms(database))
    again = Notice.objects.filter(kind="due_soon").count() - told
    gather, send, once_more = (after - before for before, after in pairwise(marks))
    steps = {"gather_ms": gather, "send_ms": send, "again_ms": once_more, "cpu_ms": gather + send}
    return steps | {"sql": counter.count, "people": people, "told": told, "mails": len(mail.outbox), "again": again}


def _due_in_a_week(most: int, now: Any) -> int:
    """One enrolment of each of so many people is under way and due in a week, nobody else's is; they have an address,
    and nothing else is to be told to them, such as that a certificate expires, a refresher is due or that there is
    something new in a simulation. Gives how many people.
    """
    from django.db.models import CharField, Max, Value
    from django.db.models.functions import Cast, Concat

    from assessments.refreshers.models import Refresher
    from assessments.simulation.page.choices import Status
    from assessments.simulation.runs.models import Run
    from certificates.models import Certificate
    from certificates.notices import BEFORE_IT_EXPIRES
    from lms.desks.notices.models import Delivery
    from lms.learning.progress.models import Enrolment
    from lms.people.directory.models import User

    Delivery.objects.filter(next_at__isnull=False).update(state=Delivery.State.DROPPED, next_at=None)
    Enrolment.objects.filter(completed_at=None).update(due_at=None)
    Refresher.objects.filter(begun_at=None).update(skipped_at=now)
    Run.objects.filter(status=Status.OPEN).update(status=Status.PAUSED, next_at=None)
    soon = (now - timedelta(days=2), now + BEFORE_IT_EXPIRES + timedelta(days=2))
    Certificate.objects.filter(valid_until__range=[moment.date() for moment in soon]).update(valid_until=None)
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
    from django.utils import timezone

    from courses.models import Course
    from lms.desks.notices.models import Notice
    from lms.people.directory.models import User

    now, facts = timezone.now(), {"course": str(Course.objects.values_list("pk", flat=True)[0])}
    until = now + timedelta(days=30)
    Notice.objects.filter(subject__startswith="bench:").delete()
    Notice.objects.bulk_create(
        Notice(person=one, kind="assigned", subject=f"bench:{n}", facts=facts, due_at=now, until=until, made_at=now)
        for one in User.objects.filter(service_number__in=numbers)
        for n in range(things)
    )


if __name__ == "__main__":
    import django

    import lms  # noqa: F401  settles the settings

    django.setup()
    if sys.argv[1:2] == ["tell"]:
        tell(sys.argv[2:])
    else:
        print(json.dumps(remind()))

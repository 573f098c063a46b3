"""`python -m tests.bench.meetings NUMBER…`: three thousand sessions of other academies are tomorrow, and one of a
cohort of the people with these service numbers, who were told of it. Each run of the bench has a copy of its data.
"""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

ELSEWHERE = 3000


def fill(numbers: Sequence[str], now: datetime, elsewhere: int = ELSEWHERE) -> None:
    """Plan the sessions, and write the notice of the one for each of the people."""
    from lms.desks.notices.models import Notice
    from lms.people.directory.institutions import Institution
    from lms.people.directory.models import Cohort, CohortMember, User

    people = list(User.objects.filter(service_number__in=numbers).select_related("institution"))
    here = people[0].institution
    there = Institution.objects.exclude(pk=here.pk).order_by("pk").last()
    own, other = (Cohort.objects.create(institution=one, name="Meets tomorrow") for one in (here, there))
    CohortMember.objects.bulk_create(CohortMember(cohort=own, user=one, joined_at=now) for one in people)
    begins = now + timedelta(days=1)
    _plan(other, begins, elsewhere)
    [session] = _plan(own, begins, 1)
    facts = {"kind": "session", "pk": session.pk, "at": session.planned_at.isoformat()}
    about = {"kind": "meeting_tomorrow", "subject": "bench", "facts": facts, "due_at": now, "until": begins}
    Notice.objects.bulk_create(Notice(person=one, made_at=now, **about) for one in people)


def _plan(cohort: Any, begins: datetime, number: int) -> list[Any]:
    from lms.learning.sessions.models import Session

    about = {"cohort": cohort, "institution": cohort.institution, "room": "Hall 1"}
    about |= {"ends_at": begins + timedelta(hours=2), "kind": "class", "planned_at": begins}
    return Session.objects.bulk_create(Session(title=f"Session {n}", **about) for n in range(number))


if __name__ == "__main__":
    import django

    import lms  # noqa: F401  settles the settings

    django.setup()
    from django.utils import timezone

    fill(sys.argv[1:], timezone.now())

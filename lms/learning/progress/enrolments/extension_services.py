"""More time for learners: the only writer of extensions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from lms.people.audit.services import note_many
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..models import Enrolment, reasons
from ..models.assignments import Extension
from ..notices.date_changes import tell_of_extension

EXTENDED = "deadline_extended"
"""In the audit log: somebody was given more time."""
LONGEST = 300
"""Characters of a reason."""


@transaction.atomic
def extend(
    *, enrolments: Iterable[Enrolment], until: datetime, reason: str, by: User, now: datetime
) -> list[Extension]:
    """Give those of `enrolments` that are under way until `until`, where they are due or close earlier.

    The learner reads the reason. No later change of dates gives them less. The same again changes nothing. Six
    statements at most, and what telling and noting costs. Raises `OwnCase` where one is that of `by`, and `NoReason`.
    """
    reason = reasons.checked(reason, longest=LONGEST)
    asked = Enrolment.objects.under_way().filter(pk__in=[row.pk for row in enrolments])
    held = list(asked.select_for_update(of=("self",), no_key=True).order_by("pk"))
    refuse_own_case(by, [row.learner_id for row in held])
    gain = [row for row in held if row.dates.until(until) != row.dates]
    about = {"until": until, "reason": reason, "given_by": by, "given_at": now}
    given = [Extension(enrolment=row, before=row.due_at or row.closes_at, **about) for row in gain]
    Extension.objects.bulk_create(
        given, update_conflicts=True, unique_fields=["enrolment", "until"], update_fields=["before", *about]
    )
    rows = Enrolment.objects.filter(pk__in=[row.pk for row in gain])
    if gain:
        rows.update(extended_to=until)
        rows.filter(due_at__isnull=False).exclude(due_at__gte=until).update(due_at=until)
        rows.filter(closes_at__lt=until).update(closes_at=until)
    _note(gain, until=until, by=by, now=now)
    tell_of_extension(gain, until, now=now)
    return given


def _note(rows: Sequence[Enrolment], *, until: datetime, by: User, now: datetime) -> None:
    """Note an entry for each learner, at their institution."""
    by_place: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for row in rows:
        by_place[row.institution_id, str(row.course_id)].append(row.learner_id)
    for (institution, course), people in by_place.items():
        note_many(EXTENDED, people, by=by, institution=institution, now=now, course=course, until=until.isoformat())


def latest(enrolment: Enrolment) -> Extension | None:
    """Return the extension that set its present dates; no statement if it has none."""
    if enrolment.extended_to is None or enrolment.completed_at is not None:
        return None
    return enrolment.extensions.order_by("-until").first()


def of_enrolments(enrolments: Sequence[Enrolment]) -> defaultdict[int, list[Extension]]:
    """Return the extensions by enrolment, the latest first; one statement, and none if there are none."""
    extended = [row.pk for row in enrolments if row.extended_to is not None]
    found: defaultdict[int, list[Extension]] = defaultdict(list)
    rows = Extension.objects.filter(enrolment__in=extended).select_related("given_by").order_by("-until", "-pk")
    for one in rows if extended else ():
        found[one.enrolment_id].append(one)
    return found

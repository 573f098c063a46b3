"""Officers who confirm having applied a course at work: one row for each time that somebody was asked in the period.

Who does not answer is a row below the line, and nothing is put in place of the answer.
"""

from collections.abc import Iterator

from lms.desks.followups.models import Inquiry
from lms.desks.followups.questions import APPLIED, SURVEY

from .facts import AGAIN, Fact, Scope, Values, by_person
from .rules import INSTANCES, Rules

USED, NOT_USED, SILENT = "used", "not_used", "silent"
RELEASE = ("enrolment__release__edition", "enrolment__release__correction")
COLUMNS = (
    *("pk", "learner_id", "course__slug", "institution_id", "country", "sex", "role_family", "months"),
    *("asked_at", "answered_at", "answer__used", "confirmation__confirmed", "confirmation__decided_at", *RELEASE),
    *("confirmation__supervisor_id", "confirmation__supervisor__merged_into"),
)


def facts(scope: Scope) -> Iterator[Fact]:
    """Yield a row for each inquiry, person by person, in the order of time."""
    place, rules = scope.institution.path or "-", scope.rules
    rows = Inquiry.objects.exclude(months=SURVEY).filter(institution__path__startswith=place)
    rows = rows.filter(asked_at__gte=scope.begins, asked_at__lt=scope.ends)
    if rules.agencies:
        rows = rows.filter(role_family__in=rules.agencies)
    if rules.courses:
        rows = rows.filter(course__slug__in=rules.courses)
    ordered = rows.order_by("learner_id", "asked_at", "pk").values(*COLUMNS)
    for people in by_person(ordered.iterator(2000)):
        for own in people.values():
            yield from _counted(rules, [_fact(scope, row) for row in own])


def _fact(scope: Scope, row: Values) -> Fact:
    answered = row["answered_at"] is not None and row["answered_at"] < scope.ends
    why = SILENT
    if answered:
        why = USED if row["answer__used"] in APPLIED else NOT_USED
    edition, correction = (row[name] for name in RELEASE)
    known = scope.known({**row, "release__edition": edition, "release__correction": correction})
    said = {
        "months": row["months"],
        "month": scope.month(row["asked_at"]),
        "answered": scope.month(row["answered_at"]) if answered else None,
        "used": row["answer__used"] if answered else None,
        "confirmed": _confirmed(scope, row) if answered else None,
    }
    return Fact(row["learner_id"], scope.strata(row, row["asked_at"]), int(why == USED), 1, why, {**known, **said})


def _confirmed(scope: Scope, row: Values) -> bool | None:
    """Return what a supervisor said by the last day; None where none did, or it is the same person by now."""
    decided = row["confirmation__decided_at"]
    same = row["learner_id"] in (row["confirmation__supervisor_id"], row["confirmation__supervisor__merged_into"])
    return None if decided is None or decided >= scope.ends or same else bool(row["confirmation__confirmed"])


def _counted(rules: Rules, rows: list[Fact]) -> Iterator[Fact]:
    """Yield the rows of one person. Where people are counted one of them counts: the first with use, else the first
    that was answered, else the first.
    """
    chosen = max(rows, key=lambda row: (row.numerator, row.why != SILENT))
    for row in rows:
        counts = rules.counting == INSTANCES or row is chosen
        yield row if counts else Fact(row.person, row.strata, 0, 0, AGAIN, row.detail)

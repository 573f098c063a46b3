"""The certificate of a programme: issued as that of a course is, with the courses that make it up."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.people.directory.academies import academy_of

from .models import Certificate
from .services import day_at, insert, language_of, months_after, refusals

BATCH = 200


def issue(*, completion: ProgrammeCompletion, now: datetime) -> Certificate | None:
    """Award the certificate of a completed programme and queue its PDF for when the transaction has committed.

    A second call changes nothing and returns what is there. Nothing is awarded where the institution issues none, or
    while a plugin refuses one for the course that completed it: the daily sweep asks again.
    """
    return None if refusals([completion.enrolment]) else insert(_award(completion, now), now)


def issue_missing(*, now: datetime) -> int:
    """Award what completed programmes still lack, where nothing keeps it back any more. Returns how many.

    A batch is one transaction; killed at any point, the rest is done the next time.
    """
    issued = last = 0
    while True:
        with transaction.atomic():
            waiting = ProgrammeCompletion.objects.filter(certificate=None, pk__gt=last)
            waiting = waiting.exclude(enrolment__institution__issues=False)
            related = ("programme", "enrolment__learner", "enrolment__institution", "enrolment__course")
            rows = list(waiting.select_related(*related).order_by("pk")[:BATCH])
            kept_back = refusals([row.enrolment for row in rows])
            issued += len([insert(_award(row, now), now) for row in rows if row.enrolment_id not in kept_back])
        if len(rows) < BATCH:
            return issued
        last = rows[-1].pk


def _award(completion: ProgrammeCompletion, now: datetime) -> Certificate:
    """Return a certificate of the programme, which is valid as long as those of all its courses; one statement for
    these.
    """
    enrolment = completion.enrolment
    learner, institution = enrolment.learner, enrolment.institution
    language = language_of(learner)
    rows = _courses(completion)
    parts = [_part(row, language) for row in rows]
    return Certificate(
        completion=completion,
        earned_by=enrolment,
        language=language,
        name=learner.name,
        service_number=learner.service_number,
        institution=academy_of(institution).name_in(language),
        course=str(completion.programme.title_in(language)),
        parts=parts,
        minutes=sum(part["minutes"] for part in parts),
        edition="",
        completed_on=day_at(institution.timezone, completion.completed_at),
        valid_until=_valid_until(rows, institution.timezone),
        issued_at=now,
        queued_at=now,
    )


def _courses(completion: ProgrammeCompletion) -> list[Enrolment]:
    """Return the learner's completed enrolments in its courses, the latest of each, in the order of the programme."""
    rows: Any = Enrolment.objects.filter(
        learner=completion.enrolment.learner_id, course__in=completion.courses, completed_at__isnull=False
    )
    by_course = {str(row.course_id): row for row in rows.order_by("completed_at", "pk")}
    return [by_course[course] for course in completion.courses if course in by_course]


def _part(row: Enrolment, language: str) -> dict[str, object]:
    outline = lookup.release(row.release_id).outline
    return {"title": str(catalogue.in_language(dict(outline.titles), language)), "minutes": outline.minutes}


def _valid_until(rows: Sequence[Enrolment], zone: str) -> date | None:
    ends = [
        months_after(day_at(zone, row.completed_at), lookup.release(row.release_id).outline.validity_months)
        for row in rows
        if row.completed_at
    ]
    return min((end for end in ends if end is not None), default=None)

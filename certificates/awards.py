"""Certificates as they are awarded: every fact copied, the row not written yet, without serial and index."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from courses.catalogue import lookup
from courses.catalogue import models as catalogue
from courses.catalogue.outline import Entry, Outline
from lms.foundation.plugins.activity import activities
from lms.learning.progress.models import Attempt, Enrolment, ProgrammeCompletion
from lms.people.directory.issuers import issuer_of
from lms.people.directory.models import User

from .design.sheet import IN_USE
from .facts import CORRECTED, OF_COURSE
from .models import Certificate
from .rules import months_after, signatories, validity


def of_course(enrolment: Enrolment, now: datetime) -> Certificate:
    """Return the certificate of a completed enrolment. No statement, but for classes that its course has."""
    release = lookup.release(enrolment.release_id)
    certificate = _of(enrolment, now)
    completed_on = day_at(enrolment.institution.timezone, enrolment.completed_at or now)
    certificate.enrolment, certificate.of_course_id = enrolment, enrolment.course_id
    certificate.course = str(catalogue.in_language(release.outline.titles, certificate.language))
    certificate.minutes, certificate.attended = online_minutes(release.outline), attended([enrolment])
    certificate.edition, certificate.score, certificate.completed_on = release.number, enrolment.score, completed_on
    rule = validity(certificate.issuer.certificate_settings, str(enrolment.course_id), release.outline.validity_months)
    certificate.valid_until = rule.until(completed_on)
    certificate.renewable_from = rule.renewable_from(certificate.valid_until)
    return certificate


def of_programme(completion: ProgrammeCompletion, now: datetime) -> Certificate:
    """Return the certificate of a completed programme, which is valid as long as those of all its courses; one
    statement for these, and one for classes that they have.
    """
    rows = _courses(completion)
    certificate = _of(completion.enrolment, now)
    zone, said = completion.enrolment.institution.timezone, certificate.issuer.certificate_settings
    certificate.completion, certificate.of_programme_id = completion, completion.programme_id
    certificate.course = str(completion.programme.title_in(certificate.language))
    certificate.parts = [_part(row, certificate.language) for row in rows]
    certificate.minutes = sum(part["minutes"] for part in certificate.parts)
    certificate.attended, certificate.completed_on = attended(rows), day_at(zone, completion.completed_at)
    ends = [_end(row, said, zone) for row in rows]
    certificate.valid_until = min((end for end in ends if end is not None), default=None)
    rule = validity(said, str(completion.programme_id), 0)
    if rule.months:
        certificate.valid_until = rule.until(certificate.completed_on)
    certificate.renewable_from = rule.renewable_from(certificate.valid_until)
    return certificate


def _of(enrolment: Enrolment, now: datetime, language: str = "") -> Certificate:
    """Return a certificate with the facts about its holder and issuer, in the holder's language unless said."""
    learner, place = enrolment.learner, enrolment.institution
    language, issuer = language or language_of(learner), issuer_of(place)
    return Certificate(
        earned_by=enrolment,
        issuer=issuer,
        language=language,
        name=learner.name,
        service_number=learner.service_number,
        institution=issuer.name_in(language),
        unit="" if issuer.pk == place.pk else place.name_in(language),
        signatories=signatories(issuer.certificate_settings, language),
        design_id=issuer.certificate_settings.get(IN_USE),
        issued_at=now,
        queued_at=now,
    )


def renewed(earlier: Certificate, enrolment: Enrolment, day: date, months: int, now: datetime) -> Certificate:
    """Return a certificate that says of course or programme what `earlier` says, renewed by `enrolment` on `day`."""
    certificate = _of(enrolment, now, earlier.language)
    certificate.enrolment, certificate.renews, certificate.completed_on = enrolment, earlier, day
    for name in OF_COURSE:
        setattr(certificate, name, getattr(earlier, name))
    key = str(earlier.of_course_id or earlier.of_programme_id)
    rule = validity(certificate.issuer.certificate_settings, key, months)
    certificate.valid_until = rule.until(day)
    certificate.renewable_from = rule.renewable_from(certificate.valid_until)
    return certificate


def corrected(old: Certificate, name: str, now: datetime) -> Certificate:
    """Return a document that says what `old` says, of the same completion, with another name."""
    kept = {fact: getattr(old, fact) for fact in CORRECTED}
    return Certificate(**kept, name=name, issued_at=now, queued_at=now)


def attended(rows: Sequence[Enrolment]) -> int:
    """Return the minutes that the learner was in class for these enrolments. A statement where their courses have
    classes.
    """
    kinds = {one.kind for row in rows for one in _classes(lookup.release(row.release_id).outline)}
    if not kinds:
        return 0
    states = Attempt.objects.filter(enrolment__in=rows, kind__in=kinds).values_list("kind", "state")
    return sum(activities.get(kind).class_minutes(state) for kind, state in states)


def online_minutes(outline: Outline) -> int:
    """Return the minutes that the course takes without its classes."""
    return max(0, outline.minutes - sum(one.minutes for one in _classes(outline)))


def _classes(outline: Outline) -> list[Entry]:
    found = ((entry, activities.find(entry.kind)) for entry in outline.activities)
    return [entry for entry, kind in found if kind is not None and kind.in_class]


def _courses(completion: ProgrammeCompletion) -> list[Enrolment]:
    """Return the learner's completed enrolments in its courses, the latest of each, in the order of the programme."""
    rows: Any = Enrolment.objects.filter(
        learner=completion.enrolment.learner_id, course__in=completion.courses, completed_at__isnull=False
    )
    by_course = {str(row.course_id): row for row in rows.order_by("completed_at", "pk")}
    return [by_course[course] for course in completion.courses if course in by_course]


def _part(row: Enrolment, language: str) -> dict[str, Any]:
    outline = lookup.release(row.release_id).outline
    return {"title": str(catalogue.in_language(dict(outline.titles), language)), "minutes": online_minutes(outline)}


def _end(row: Enrolment, said: dict[str, Any], zone: str) -> date | None:
    months = lookup.release(row.release_id).outline.validity_months
    completed_on = day_at(zone, row.completed_at or timezone.now())
    return months_after(completed_on, validity(said, str(row.course_id), months).months)


def language_of(learner: User) -> str:
    """Return the learner's own language, or that of the page they are on."""
    known = dict(settings.LANGUAGES)
    return next((code for code in (learner.language, get_language()) if code in known), settings.LANGUAGE_CODE)


def day_at(zone: str, moment: datetime) -> date:
    try:
        return timezone.localdate(moment, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.localdate(moment)

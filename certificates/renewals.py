"""Renewal of certificates: by taking the course again, or by its refresher within the renewal window."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from courses.catalogue import lookup
from courses.models import Course
from lms.learning.progress.enrolments.enrolment_services import CourseClosed, enrol
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.people.directory.issuers import issuer_of

from . import awards
from .models import Certificate, CertificateQuerySet
from .rules import validity


class NotRenewable(ValueError):
    """Refusal: the certificate is not renewed by this course now. The message says why."""


@dataclass(frozen=True)
class Way:
    """Course by which a certificate is renewed; `until` is the last day of one that counts within the window only."""

    course: Course
    is_refresher: bool
    until: date | None


def ways(certificate: Certificate, today: date) -> list[Way]:
    """Return the courses that renew `certificate` today, the refresher first. Two statements.

    The courses of a programme renew it together: each is taken again.
    """
    if certificate.revoked_at is not None or certificate.replaced_at is not None or certificate.valid_until is None:
        return []
    if is_renewed(certificate):
        return []
    found = []
    of = certificate.of_course or certificate.of_programme
    if of and of.refresher and is_open(certificate, today):
        found.append(Way(of.refresher, True, certificate.valid_until))
    if certificate.of_course:
        found.append(Way(certificate.of_course, False, None))
    elif certificate.of_programme:
        courses = Course.objects.filter(pk__in=certificate.of_programme.required).order_by("slug")
        found += [Way(course, False, None) for course in courses]
    return [way for way in found if way.course.open and way.course.release_id]


def is_open(certificate: Certificate, today: date) -> bool:
    """Return whether `today` lies in the renewal window."""
    first, last = certificate.renewable_from, certificate.valid_until
    return first is not None and last is not None and first <= today <= last


def later_refresher(certificate: Certificate, today: date) -> Course | None:
    """Return the shorter course that renews `certificate` from the first day of its renewal window on; None where it
    has none, or that day has come.
    """
    of = certificate.of_course or certificate.of_programme
    first, course = certificate.renewable_from, of and of.refresher
    return course if course and course.open and course.release_id and first and today < first else None


def is_renewed(certificate: Certificate) -> bool:
    return _renewals().filter(renews=certificate.pk).exists()


def _renewals() -> CertificateQuerySet:
    return Certificate.objects.filter(replaced_at=None, revoked_at=None)


@transaction.atomic
def begin(*, certificate: Certificate, course: str, today: date, now: datetime) -> Enrolment:
    """Enrol the holder in the course with the id `course`, one of the `ways`, a further time where they completed it.
    Asked again it returns the enrolment that is under way. Raises `NotRenewable`.
    """
    way = next((way for way in ways(certificate, today) if str(way.course.pk) == course), None)
    if way is None:
        raise NotRenewable(gettext("This certificate cannot be renewed by that course now."))
    learner = certificate.earned_by.learner
    try:
        enrol(people=[learner], course=way.course, now=now, again=True)
    except CourseClosed as error:
        raise NotRenewable(str(error)) from None
    found = Enrolment.objects.of(learner).under_way().filter(course=way.course).select_related("course").first()
    if found is None:
        raise NotRenewable(gettext("You cannot be enrolled in this course now. Ask your coordinator."))
    return found


def award(completed: Enrolment | ProgrammeCompletion, now: datetime) -> Certificate:
    """Return what a completed enrolment or programme earns, not written yet: the certificate of the course or
    programme, or, of a refresher taken in time, a new one of what it renews, the one that ends first. No statement more
    for a course that is no refresher and was not taken before.
    """
    if isinstance(completed, ProgrammeCompletion):
        enrolment, certificate = completed.enrolment, awards.of_programme(completed, now)
    else:
        enrolment, certificate = completed, _refreshed(completed, now) or awards.of_course(completed, now)
    if enrolment.again and certificate.renews_id is None:
        same = {"of_course": certificate.of_course_id, "of_programme": certificate.of_programme_id}
        certificate.renews = _held(enrolment).filter(**same).order_by("-completed_on", "-pk").first()
    return certificate


def _refreshed(enrolment: Enrolment, now: datetime) -> Certificate | None:
    """Return the certificate that renews an earlier one by a refresher; None where there is none to renew."""
    if not enrolment.course.is_refresher:
        return None
    day = awards.day_at(enrolment.institution.timezone, enrolment.completed_at or now)
    of = Q(of_course__refresher=enrolment.course_id) | Q(of_programme__refresher=enrolment.course_id)
    open_ones = _held(enrolment).filter(of, renewable_from__lte=day, valid_until__gte=day)
    open_ones = open_ones.filter(~Exists(_renewals().filter(renews=OuterRef("pk"))))
    earlier = open_ones.select_related("of_course", "of_programme").order_by("valid_until", "pk").first()
    return earlier and awards.renewed(earlier, enrolment, day, _months(earlier, enrolment), now)


def _held(enrolment: Enrolment) -> CertificateQuerySet:
    """Return the certificates of the same person that neither were revoked nor replaced, of other enrolments."""
    rows = _renewals().filter(earned_by__learner=enrolment.learner_id)
    return rows.exclude(enrolment=enrolment.pk)


def _months(earlier: Certificate, enrolment: Enrolment) -> int:
    """Return for how many months the course of `earlier` is certified by its present release, or the shortest of the
    courses of its programme; 0 for ever.
    """
    if earlier.of_course is not None:
        courses = [earlier.of_course]
    else:
        courses = list(Course.objects.filter(pk__in=earlier.of_programme.required if earlier.of_programme else ()))
    said = issuer_of(enrolment.institution).certificate_settings
    outlines = [(str(one.pk), lookup.release(one.release_id).outline) for one in courses if one.release_id]
    months = [validity(said, key, outline.validity_months).months for key, outline in outlines]
    return min((number for number in months if number), default=0)

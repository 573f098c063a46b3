"""Courses in the lists of the library and the public pages, read with few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language

from lms.foundation.plugins.impact import OwnEnrolment, impacts

from ..catalogue.lookup import release as release_of
from ..catalogue.models import Course, in_language
from ..catalogue.outline import Outline
from ..catalogue.texts import Text
from .models import CoursePage
from .translations import language_of


@dataclass(frozen=True)
class Offer:
    """One open course as the library shows it, in the reader's language where there is one."""

    key: UUID
    title: Text
    summary: Text
    minutes: int
    activities: int
    readable: bool
    """Whether the reader's own language is among those of the course."""
    url: str
    enrolment: OwnEnrolment | None


def offers(request: HttpRequest) -> list[Offer]:
    """Return the open courses by title, those in the reader's language first: one query for the courses, two for their
    pages' addresses, and what the reader's own enrolments cost.
    """
    language = get_language() or ""
    courses = list(Course.objects.filter(open=True, release__isnull=False))
    keys = [course.pk for course in courses]
    enrolments = impacts.own_enrolments(request.user, keys)
    urls = _urls(keys, language, request)
    unsorted = [_offer(course, release_of(course.release_id).outline, language, urls, enrolments) for course in courses]
    return sorted(unsorted, key=lambda offer: (not offer.readable, offer.title))


def _offer(
    course: Course, outline: Outline, language: str, urls: dict[UUID, str], enrolments: dict[UUID, OwnEnrolment]
) -> Offer:
    return Offer(
        key=course.pk,
        title=in_language(dict(outline.titles), language),
        summary=in_language(dict(outline.summaries), language),
        minutes=outline.minutes,
        activities=len(outline.activities),
        readable=language in outline.titles,
        url=urls.get(course.pk, ""),
        enrolment=enrolments.get(course.pk),
    )


def _urls(keys: Iterable[UUID], language: str, request: HttpRequest) -> dict[UUID, str]:
    """Return addresses of the public pages of these courses, in `language` where there is one."""
    pages = (
        CoursePage.objects.live()
        .filter(translation_key__in=keys, alias_of=None)
        .select_related("locale")
        .order_by("pk")
    )
    urls: dict[UUID, str] = {}
    for page in pages:
        if page.translation_key not in urls or language_of(page) == language:
            urls[page.translation_key] = page.get_url(request) or ""
    return urls

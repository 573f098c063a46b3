"""The author's checks in the admin: all findings of a course, and those of one page beside it in the editor."""

from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from courses.editing.release.findings import OpenFinding
from courses.models import CoursePage
from courses.pages.forms import course_key
from courses.publishing import services as publishing
from courses.publishing.course_drafts import may_look
from lms.people.directory.requests import SignedInRequest

from .across import People
from .editions import Finding, Place
from .pages import PageTexts, read_pages, sees_questions, state_of
from .sentences import sentence
from .services import Report, check
from .sources import around_pages

HOURS = 12
"""Hours for which findings are kept for a person while nothing changes: provisions run out at midnight."""


@require_safe
def course_checks(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Show the findings of the course to which a page belongs; those of the page alone, as a part of the editor, where
    the address says so.
    """
    page = get_object_or_404(Page, pk=page_id).specific_deferred
    key = course_key(page)
    source = publishing.source_page(key) if key else None
    if source is None or not may_look(request.user, source):
        raise Http404
    course, report = _checked(source, viewer=request.user.pk, questions=sees_questions(request.user))
    beside = "beside" in request.GET
    findings = [*((one, "") for one in report.findings), *report.accepted]
    if beside and not getattr(page, "is_course", False):
        own = page.locale.language_code, str(page.translation_key)
        findings = [line for line in findings if own in {(at.language, at.part) for at in line[0].places}]
    context = {
        "page": page,
        "source": source,
        "groups": _groups(course, findings),
        "number": len(report.findings),
        "to_do": [sentence(one) for one in report.to_do],
    }
    return TemplateResponse(request, f"home/checks/{'beside' if beside else 'course'}.html", context)


def open_findings(source: CoursePage, viewer: Any) -> list[OpenFinding]:
    """Return the findings that nobody accepted, for the pages on which a release is decided; lessons without a text
    first.
    """
    course, report = _checked(source, viewer=viewer.pk, questions=sees_questions(viewer))
    return [
        OpenFinding(
            course.link(str(Place(one.place.language, one.place.part)))[0],
            one.place.language,
            sentence(one),
            course.link(str(one.place))[1],
        )
        for one in sorted(report.findings, key=lambda one: one.rule != "empty_lesson")
    ]


def _checked(source: CoursePage, *, viewer: int, questions: bool) -> tuple[PageTexts, Report]:
    """Return the course as it stands and its report; kept until a page, question or provision changes."""
    today = timezone.localdate()
    state = repr((viewer, questions, today, state_of(source)))
    key = f"course-checks:{source.pk}:{sha256(state.encode()).hexdigest()}"
    if (known := cache.get(key)) is None:
        course = read_pages(source, questions=questions)
        known = course, check([course.files], around_pages(today=today), People())[course.files.key]
        cache.set(key, known, HOURS * 3600)
    return known


def _groups(course: PageTexts, findings: list[tuple[Finding, str]]) -> list[dict[str, Any]]:
    """Return the findings by the page that they are about, in the order of the course; those that are accepted with the
    reason.
    """
    groups: dict[str, dict[str, Any]] = {}
    for one, reason in findings:
        of_page = Place(one.place.language, one.place.part)
        title, url = course.link(str(of_page))
        group = groups.setdefault(str(of_page), {"title": title, "url": url, "language": of_page.language, "lines": []})
        also = [course.link(str(place)) for place in one.also]
        line = {"sentence": sentence(one), "url": course.link(str(one.place))[1], "also": also, "reason": reason}
        group["lines"].append(line)
    order = list(course.links)
    return [groups[place] for place in sorted(groups, key=lambda place: order.index(place) if place in order else -1)]

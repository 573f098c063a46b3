"""A course that is taken off the site is closed for new enrolments at once.

So who does it says why, and sees whom it touches.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.log_actions import log as log_action
from wagtail.models import Page

from lms.foundation.plugins.impact import Impact, impacts

from ..catalogue.models import Course
from ..pages.models import CoursePage
from ..publishing.services import source_pages

CLOSED = "courses.close"
LONGEST = 300


@dataclass(frozen=True)
class CourseClosing:
    """A course that would be closed, its page, and the people in it."""

    course: Course
    page: CoursePage
    impact: Impact


def courses_to_close(pages: Iterable[Page], *, below: bool = True) -> list[CourseClosing]:
    """Return the courses that are closed where `pages`, and those `below` them, are taken off the site."""
    gone = CoursePage.objects.none()
    for page in pages:
        gone |= (
            CoursePage.objects.descendant_of(page, inclusive=True) if below else CoursePage.objects.filter(pk=page.pk)
        )
    live_pages = {page.pk: page for page in gone.filter(live=True, alias_of=None)}
    keys = {page.translation_key for page in live_pages.values()}
    courses = Course.objects.filter(pk__in=keys, open=True, release__isnull=False).select_related("release").in_bulk()
    versions: dict[Any, list[CoursePage]] = {}
    for page in CoursePage.objects.filter(translation_key__in=courses, alias_of=None).select_related("locale"):
        versions.setdefault(page.translation_key, []).append(page)
    sources = {key: page for key, page in source_pages(versions).items() if page.pk in live_pages}
    touched = impacts.of(list(sources)) if sources else {}
    return [CourseClosing(courses[key], page, touched[key]) for key, page in sources.items()]


def ask_why(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask why, before a page is unpublished: without a reason nothing is done, where a course is closed by it."""
    closed = courses_to_close([page], below=bool(request.POST.get("include_descendants")))
    if not closed:
        return None
    if not request.POST.get("why", "").strip():
        messages.error(request, _("Say why the course is closed. The reason stands in its history, with your name."))
        return redirect("wagtailadmin_pages:unpublish", page.pk)
    request.closing = closed  # type: ignore[attr-defined]  # for the hook that comes after
    return None


def keep_why(request: HttpRequest, page: Page) -> None:
    """Keep, after it was unpublished: who did it, and why, stands in the history of each course that was closed."""
    for one in getattr(request, "closing", ()):
        data = {"why": request.POST["why"].strip()[:LONGEST], "under_way": one.impact.under_way}
        log_action(instance=one.page, action=CLOSED, user=request.user, data=data)


def refuse_deleting_open(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse, before a page is deleted: a course is closed first, by unpublishing it, which takes a reason."""
    closed = courses_to_close([page])
    return _refuse(request, closed) if closed else None


def refuse_several(request: HttpRequest, action: str, objects: Sequence[object], *_rest: object) -> HttpResponse | None:
    """Refuse, before several pages are unpublished or deleted at once: each course is closed on its own, with its
    reason.
    """
    if action not in ("unpublish", "delete"):
        return None
    pages = [one for one in objects if isinstance(one, Page)]
    closed = (
        courses_to_close(pages, below=action == "delete" or bool(request.POST.get("include_descendants")))
        if pages
        else []
    )
    return _refuse(request, closed) if closed else None


def _refuse(request: HttpRequest, closed: Collection[CourseClosing]) -> HttpResponse:
    first = next(iter(closed)).page
    sentence = _("“%(title)s” is open to learners. Close it first: unpublish its page, and say why.")
    messages.error(request, sentence % {"title": first.get_admin_display_title()})
    return redirect("wagtailadmin_pages:unpublish", first.pk)

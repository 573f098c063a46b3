"""Panels of courses on an editor’s dashboard: the viewer’s courses, work that waits for them, and past and planned
releases.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from ..catalogue.models import Course, Release, StaleCourse
from ..pages.models import CoursePage
from ..publishing.scheduled_releases import ScheduledRelease
from ..publishing.services import pages_of_courses, source_pages
from .new_courses import open_programmes
from .release.schedule_texts import with_zone
from .sections import MOST, Group, Link, Row, Section, joined, since

if TYPE_CHECKING:
    from django.db.models import Model

    from lms.people.directory.models import User

FEW = 5
beginnings: list[Callable[[Any], Link | None]] = []
"""Links to other things that an editor begins from “My courses”: higher rooms put them in, for people who may."""
WRITING = ("add", "change", "publish")
WAGTAILS = {"workflow_objects_to_moderate", "user_objects_in_workflow_moderation", "recent_edits", "locked_pages"}
"""Panels of Wagtail's of which our sections say the same, with fewer statements,
and only what the viewer may still open.
"""


def own_pages(user: object, action: str = "change") -> QuerySet[CoursePage]:
    """Return the pages of courses on which `user` has this right, in every language."""
    mine = page_permission_policy.instances_user_has_permission_for(user, action)
    return CoursePage.objects.filter(pk__in=mine.values("pk"), alias_of=None)


def of_courses(rows: "QuerySet[Model]", pages: QuerySet[CoursePage], key: str = "course_key") -> QuerySet[Any]:
    """Return the `rows` of the courses of these `pages`; rows name courses by `key`."""
    return rows.filter(Exists(pages.filter(translation_key=OuterRef(key))))


class _OfPages(Section):
    def meant_for(self, user: object) -> bool:
        return page_permission_policy.user_has_any_permission(user, WRITING)


class MyCourses(_OfPages):
    """The courses that the viewer may edit, those that somebody worked on last first; six statements."""

    name = "courses"
    order = 10
    heading = gettext_lazy("My courses")
    icon = "folder-open-inverse"
    empty = gettext_lazy("There is no course yet that you may edit.")

    def groups(self, user: object) -> list[Group]:
        mine = own_pages(user)
        worked_on = (
            mine.values("translation_key")
            .annotate(last=Max("latest_revision_created_at"))
            .order_by("-last", "translation_key")
        )
        keys = list(worked_on.values_list("translation_key", flat=True)[:MOST])
        pages: dict[UUID, list[CoursePage]] = {}
        for page in mine.filter(translation_key__in=keys).select_related("locale").order_by("pk"):
            pages.setdefault(page.translation_key, []).append(page)
        sources = source_pages(pages)
        courses = Course.objects.select_related("release").defer("release__data").in_bulk(keys)
        stale = set(StaleCourse.objects.filter(pk__in=keys).values_list("pk", flat=True))
        drafts = _drafts_below(user, pages)
        rows = [
            Row(
                source.get_admin_display_title(),
                reverse("wagtailadmin_explore", args=[source.pk]),
                joined(
                    _released(courses.get(key)),
                    _("Changes wait for release") if key in stale else "",
                    drafts_in_words(drafts[key]),
                ),
            )
            for key in keys
            if (source := sources.get(key)) is not None
        ]
        return [Group(rows)]

    def begin(self, user: object) -> list[Link]:
        """Return the link to a new course where `user` may add one, and those of higher rooms."""
        new = [Link(_("New course"), reverse("courses_new"))] if open_programmes(cast("User", user)).exists() else []
        return [*new, *filter(None, (beginning(user) for beginning in beginnings))]

    def more(self, user: object) -> Link | None:
        return Link(_("All pages"), reverse("wagtailadmin_explore_root"))

    next_step = more


def _released(course: Course | None) -> str:
    if course is None or course.release is None:
        return _("Not released yet")
    number = _("Release %(number)s") % {"number": course.release.number}
    return number if course.open else joined(number, _("Closed for new enrolments"))


def drafts_in_words(number: int) -> str:
    return ngettext("%(count)s draft", "%(count)s drafts", number) % {"count": number} if number else ""


def _drafts_below(user: object, pages: Mapping[UUID, Sequence[Page]]) -> dict[UUID, int]:
    """Return how many pages of each course have a draft that `user` may edit; one statement."""
    below = Q(pk__in=[])
    for page in (page for course_pages in pages.values() for page in course_pages):
        below |= Q(path__startswith=page.path)
    mine = page_permission_policy.instances_user_has_permission_for(user, "change")
    paths = list(mine.filter(below, has_unpublished_changes=True, alias_of=None).values_list("path", flat=True))
    number = {}
    for key, course_pages in pages.items():
        roots = tuple(page.path for page in course_pages)
        number[key] = sum(path.startswith(roots) for path in paths)
    return number


class Releases(_OfPages):
    """Panel of releases of the viewer’s courses: planned ones, those that wait for another person, and the last
    ones.
    """

    name = "releases"
    order = 40
    heading = gettext_lazy("Releases")
    icon = "clipboard-list"
    empty = gettext_lazy(
        "No course of yours has been released yet. Learners get a course once its page “What a release changes” "
        "releases it."
    )

    def groups(self, user: object) -> list[Group]:
        mine = own_pages(user)
        return [
            Group(_planned(mine), _("Releases at a later hour")),
            Group(_waiting_for_others(user), _("Waits for somebody who may publish it")),
            Group(_last(mine), _("Last releases")),
        ]

    def next_step(self, user: object) -> Link | None:
        page = own_pages(user).order_by("pk").first()
        return Link(_("What a release changes"), release_url(page.translation_key)) if page else None


def release_url(key: UUID) -> str:
    return reverse("courses_release", args=[key])


def _planned(mine: QuerySet[CoursePage]) -> list[Row]:
    """Return releases that are planned, and those that were not made at their hour; three statements."""
    rows = list(of_courses(ScheduledRelease.objects.to_be_told(), mine).select_related("by").order_by("at")[:MOST])
    return [
        Row(page.get_admin_display_title(), release_url(row.course_key), _plan(row)) for row, page in with_pages(rows)
    ]


def _plan(row: ScheduledRelease) -> str:
    at = with_zone(row.at)
    if row.is_planned:
        return _("A release is planned for %(at)s: %(why)s") % {"at": at, "why": row.why}
    sentence = _("The release that was planned for %(at)s was not made, and nothing else was released.") % {"at": at}
    return f"{sentence} {row.what_happened}"


def _last(mine: QuerySet[CoursePage]) -> list[Row]:
    rows = of_courses(Release.objects.all(), mine, key="course_id").select_related("course", "made_by").defer("data")
    language = get_language() or ""
    return [
        Row(
            row.course.title_in(language),
            release_url(row.course_id),
            joined(row.number, since(row.made_at), row.made_by, row.why),
        )
        for row in rows.order_by("-made_at", "-pk")[:FEW]
    ]


def stale(user: object, *, releasable: bool) -> list[tuple[StaleCourse, CoursePage]]:
    """Return the courses that `user` may edit and that have changes to release, with their pages: those that `user` may
    release, or else those that others may. Four statements.

    Those that wait longest come first. Whoever may publish the page in the course's own language releases it.
    """
    rows = of_courses(StaleCourse.objects.all(), own_pages(user)).order_by("since")[:MOST]
    rows_with_pages = list(with_pages(list(rows)))
    theirs = (
        own_pages(user, "publish")
        .filter(pk__in=[page.pk for _row, page in rows_with_pages])
        .values_list("pk", flat=True)
    )
    may = set(theirs)
    return [(row, page) for row, page in rows_with_pages if (page.pk in may) == releasable]


def _waiting_for_others(user: object) -> list[Row]:
    waiting = stale(user, releasable=False)
    return [Row(page.get_admin_display_title(), release_url(row.course_key), how_stale(row)) for row, page in waiting]


def how_stale(row: StaleCourse) -> str:
    """Return what keeps the course from release, if anything does, and since when it waits."""
    what = row.problem or ("" if row.digest else _("The course is being compiled."))
    return joined(since(row.since), what)


def with_pages(rows: Sequence[Any]) -> Iterable[tuple[Any, CoursePage]]:
    pages = pages_of_courses(rows)
    return [(row, pages[row.course_key]) for row in rows if row.course_key in pages]

"""What an editor's dashboard adds: what waits for review, what is changed and not released, and what is to be translated."""

from typing import Any

from wagtail.admin.ui.components import Component
from wagtail.models import Page, WorkflowState
from wagtail.permissions import page_permission_policy

from .catalogue import StaleCourse
from .hours import said
from .pages import CoursePage
from .planned import ScheduledRelease
from .publishing import pages_of_courses
from .submissions import Submission
from .to_translate import tasks

MOST = 20
FEW = 3


class CoursesPanel(Component):
    """Only what the viewer may edit; nothing is shown where nothing waits."""

    name = "courses"
    order = 90
    template_name = "courses/admin/dashboard.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = page_permission_policy.instances_user_has_permission_for(user, "change")
        publishable = page_permission_policy.instances_user_has_permission_for(user, "publish")
        return {
            "stale": _stale(mine, publishable),
            "waiting": _waiting(mine),
            "planned": _planned(mine),
            "tasks": tasks(user),
        } | _handed_in(user, publishable)


def _handed_in(user: Any, publishable: Any) -> dict[str, list[tuple[Submission, CoursePage]]]:
    """Courses that wait for the viewer's decision, and what became of those that the viewer handed in last; five queries at most."""
    waiting = list(Submission.objects.waiting().select_related("by").order_by("handed_in_at")[:MOST])
    own = list(Submission.objects.filter(by=user.pk).exclude(state=Submission.State.WITHDRAWN).order_by("-handed_in_at")[:FEW])
    pages = pages_of_courses([*waiting, *own]) if waiting or own else {}
    releasable = set(publishable.filter(pk__in=[page.pk for page in pages.values()]).values_list("pk", flat=True)) if waiting else set()
    decides = [one for one in waiting if one.course_key in pages and pages[one.course_key].pk in releasable]
    return {
        name: [(one, pages[one.course_key]) for one in rows if one.course_key in pages]
        for name, rows in (("handed_in", decides), ("own", own))
    }


def _stale(mine: Any, publishable: Any) -> list[dict[str, Any]]:
    """Courses with changes to release, those that wait longest first, and whether the viewer may release them; four queries."""
    rows = {row.course_key: row for row in StaleCourse.objects.order_by("since")[:MOST]}
    pages = {page.translation_key: page for page in CoursePage.objects.filter(translation_key__in=rows, alias_of=None).order_by("-pk")}
    own = [page.pk for page in pages.values()]
    editable, releasable = (set(allowed.filter(pk__in=own).values_list("pk", flat=True)) for allowed in (mine, publishable))
    found = [(row, pages[key]) for key, row in rows.items() if key in pages]
    return [{"row": row, "page": page, "mine": page.pk in releasable} for row, page in found if page.pk in editable]


def _planned(mine: Any) -> list[dict[str, Any]]:
    """Releases that are planned, and those that were not made at their hour, for whoever may edit the course page; three queries."""
    rows = list(ScheduledRelease.objects.to_be_told().select_related("by").order_by("at")[:MOST])
    pages = {
        page.translation_key: page
        for page in CoursePage.objects.filter(translation_key__in=[row.course_key for row in rows], alias_of=None).order_by("-pk")
    }
    own = [page.pk for page in pages.values()]
    editable = set(mine.filter(pk__in=own).values_list("pk", flat=True))
    found = [(row, pages[row.course_key]) for row in rows if row.course_key in pages]
    return [{"row": row, "page": page, "at": said(row.at)} for row, page in found if page.pk in editable]


def _waiting(mine: Any) -> list[Page]:
    """Pages handed in for review, those that wait longest first; two queries."""
    states = WorkflowState.objects.active().filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    ids = [int(pk) for pk in states.order_by("created_at").values_list("object_id", flat=True)[:MOST]]
    pages = {page.pk: page for page in mine.filter(pk__in=ids)}
    return [pages[pk] for pk in ids if pk in pages]

"""Inbox of an editor: work to review, to release, to continue, to translate. A section of the admin’s dashboard."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import DraftStateMixin, Page, TaskState, WorkflowState
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.permissions import get_permission_name

from lms.foundation.interface.words import day

from ..access.rows import visible
from ..pages.guides import GuidePage
from ..pages.models import CoursePage
from ..publishing.services import pages_of_courses, pages_of_keys
from ..publishing.submissions import Submission, SubmittedDraft
from .dashboard import WRITING, drafts_in_words, how_stale, of_courses, own_pages, release_url, stale
from .review_dates import guides_due_for_review
from .sections import MOST, Group, Link, Row, Section, joined, since
from .translation_desk import next_text
from .translation_tasks import address_of, tasks

FEW = 3

listed_elsewhere: set[type[Model]] = set()
"""Models whose translations that are behind stand in another section: the room of that section puts them in."""


class Inbox(Section):
    name = "waiting"
    order = 20
    heading = gettext_lazy("Waiting for me")
    icon = "tasks"
    empty = gettext_lazy("Nothing waits for you.")

    def meant_for(self, user: object) -> bool:
        """Return whether `user` may write any page or row, or reviews: a group can review without any other right."""
        return bool(page_permission_policy.user_has_any_permission(user, WRITING) or drafted(user) or _reviews(user))

    def groups(self, user: object) -> list[Group]:
        return [
            Group([*_submissions(user), *_reviews(user)], _("To review")),
            Group(_to_release(user), _("Changed, but not released")),
            Group([*_own_submissions(user), *_own_reviews(user)], _("Handed in by you")),
            Group(_to_hand_in(user), _("To hand in")),
            Group(_own_drafts(user), _("Your drafts")),
            Group(_to_look_at_again(user), _("To be looked at again")),
            Group(_translations(user), _("To be translated")),
            Group(_locked(user), _("Locked by you")),
        ]

    def begin(self, user: object) -> list[Link]:
        """Return the way to the next text and to the desk, for translators, who add no pages."""
        address = None if page_permission_policy.user_has_permission(user, "add") else next_text(user)
        if address is None:
            return []
        desk = Link(_("All that waits for translation"), reverse("courses_desk"))
        return [Link(_("Next text to translate"), address), desk]

    def next_step(self, user: object) -> Link | None:
        return Link(_("Earlier submissions"), reverse("courses_submissions"))


def drafted(user: Any) -> list[Any]:
    """Return the models other than pages that have drafts and that `user` may edit."""
    models = [model for model in get_snippet_models() if issubclass(model, DraftStateMixin)]
    return [model for model in models if user.has_perm(get_permission_name("change", model))]


def _submissions(user: object) -> list[Row]:
    """Return courses that wait for the decision of `user`, those that wait longest first; four statements."""
    publishable = own_pages(user, "publish")
    waiting = of_courses(Submission.objects.waiting(), publishable).select_related("by").order_by("handed_in_at")[:MOST]
    pages = pages_of_courses(waiting)
    releasable = set(publishable.filter(pk__in=[page.pk for page in pages.values()]).values_list("pk", flat=True))
    return [
        Row(
            pages[one.course_key].get_admin_display_title(),
            _submission(one),
            joined(one.note, one.by, since(one.handed_in_at)),
        )
        for one in waiting
        if one.course_key in pages and pages[one.course_key].pk in releasable
    ]


def _own_submissions(user: Any) -> list[Row]:
    """Return the courses that `user` handed in last, with their states; three statements."""
    own = list(
        Submission.objects.filter(by=user.pk).exclude(state=Submission.State.WITHDRAWN).order_by("-handed_in_at")[:FEW]
    )
    pages = pages_of_courses(own)
    return [
        Row(
            pages[one.course_key].get_admin_display_title(),
            _submission(one),
            joined(
                one.note,
                one.get_state_display(),
                one.reason if one.state == Submission.State.SENT_BACK else "",
                since(one.handed_in_at),
            ),
        )
        for one in own
        if one.course_key in pages
    ]


def _submission(one: Submission) -> str:
    return reverse("courses_submission", args=[one.pk])


def _reviews(user: object) -> list[Row]:
    """Return pages, questions and citations that `user` may decide on alone; a statement for each step of a workflow
    and each type of row.
    """
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("workflow_state", "revision__user")
        .order_by("started_at", "pk")
    )
    told_of = [(state.workflow_state, joined(state.revision.user, since(state.started_at))) for state in states[:MOST]]
    return _rows_of(told_of, lambda model: model._default_manager.all())


def _own_reviews(user: object) -> list[Row]:
    """Return the single pages and rows that `user` handed in, with their states."""
    states = WorkflowState.objects.active().filter(requested_by=user).order_by("-created_at", "-pk")[:MOST]
    told_of = [(state, joined(state.get_status_display(), since(state.created_at))) for state in states]
    return _rows_of(told_of, lambda model: visible(model, user))


def _rows_of(told_of: Sequence[tuple[WorkflowState, str]], rows_of: Callable[[Any], QuerySet[Model]]) -> list[Row]:
    """Return a row for each of what the workflows are about, as far as `rows_of` its model has it; what is gone is left
    out.
    """
    objects: dict[tuple[int, str], Any] = {}
    for kind in {state.base_content_type_id for state, _about in told_of}:
        model = ContentType.objects.get_for_id(kind).model_class()
        keys = [state.object_id for state, _about in told_of if state.base_content_type_id == kind]
        objects |= {(kind, str(row.pk)): row for row in (rows_of(model).filter(pk__in=keys) if model else ())}
    rows = [(objects.get((state.base_content_type_id, state.object_id)), about) for state, about in told_of]
    return [Row(title_of(row), address_of(row), about) for row, about in rows if row is not None]


def title_of(row: object) -> str:
    return row.get_admin_display_title() if isinstance(row, Page) else str(row)


def _to_release(user: object) -> list[Row]:
    waiting = stale(user, releasable=True)
    return [Row(page.get_admin_display_title(), release_url(row.course_key), how_stale(row)) for row, page in waiting]


def _to_look_at_again(user: object) -> list[Row]:
    """Return courses whose package `user` may change and whose day is near or past; one statement."""
    may_change = page_permission_policy.instances_user_has_permission_for(user, "change")
    theirs = GuidePage.objects.filter(pk__in=may_change.values("pk"))
    now = timezone.now()
    today = timezone.localdate(now)
    return [
        Row(
            guide.course_title,
            reverse("wagtailadmin_pages:edit", args=[guide.pk]),
            _("by %(day)s") % {"day": day(guide.next_review, today=today)},
        )
        for guide in guides_due_for_review(theirs, now=now)[:MOST]
    ]


def _own_drafts(user: object) -> list[Row]:
    """Return the latest drafts of `user` that were neither published nor handed in, the latest first; a statement for
    each type.
    """
    mine = page_permission_policy.instances_user_has_permission_for(user, "change").filter(alias_of=None)
    drafts = [*_unpublished(mine, user)]
    for model in drafted(user):
        drafts += _unpublished(visible(model, user), user)
    drafts.sort(key=lambda row: row.latest_revision.created_at, reverse=True)
    return [Row(title_of(row), address_of(row), since(row.latest_revision.created_at)) for row in drafts[:MOST]]


def _to_hand_in(user: object) -> list[Row]:
    """Return the courses in which `user` has drafts to hand in, which others publish; four statements."""
    mine = page_permission_policy.instances_user_has_permission_for(user, "change").filter(alias_of=None)
    paths = list(_unpublished(mine, user).values_list("path", flat=True))
    above = [path[: -Page.steplen] for path in paths]
    courses = CoursePage.objects.filter(path__in=[*paths, *above], alias_of=None).exclude(
        translation_key__in=own_pages(user, "publish").values("translation_key")
    )
    number = {page.path: sum(path.startswith(page.path) for path in paths) for page in courses}
    drafts: dict[UUID, int] = {}
    for page in courses:
        drafts[page.translation_key] = drafts.get(page.translation_key, 0) + number[page.path]
    return [
        Row(title_of(page), reverse("courses_hand_in", args=[key]), drafts_in_words(drafts[key]))
        for key, page in pages_of_keys(drafts).items()
    ]


def _unpublished(rows: QuerySet[Model], user: object) -> QuerySet[Any]:
    base = Page if issubclass(rows.model, Page) else rows.model
    kind = ContentType.objects.get_for_model(base, for_concrete_model=False)
    waits = WorkflowState.objects.active().filter(base_content_type=kind, object_id=OuterRef("text"))
    handed_in = SubmittedDraft.objects.filter(open=True, content_type=kind, object_id=OuterRef("text"))
    own = rows.filter(has_unpublished_changes=True, latest_revision__user=user).alias(text=Cast("pk", CharField()))
    return (
        own.exclude(Exists(waits))
        .exclude(Exists(handed_in))
        .select_related("latest_revision")
        .order_by("-latest_revision__created_at")[:MOST]
    )


def _translations(user: object) -> list[Row]:
    return [
        Row(task.title, task.address, joined(task.language, task.standing))
        for task in tasks(user, without=listed_elsewhere)
    ]


def _locked(user: object) -> list[Row]:
    """Return pages that nobody else can edit, because `user` locked them."""
    mine = page_permission_policy.instances_user_has_permission_for(user, "change")
    locked = mine.filter(locked=True, locked_by=user).order_by("-locked_at", "-pk")[:MOST]
    return [Row(title_of(page), address_of(page), since(page.locked_at)) for page in locked]

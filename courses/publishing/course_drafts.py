"""The drafts of a course: what its pages say that is not published, and who may publish it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail.permissions import page_permission_policy
from wagtail.snippets.permissions import get_permission_name

from lms.foundation.plugins.activity import activities

from ..access.rows import may_see
from ..pages.models import ActivityPage, CoursePage, ReleasedPage
from ..pages.translation_sources import as_written

if TYPE_CHECKING:
    from lms.people.directory.models import User


@dataclass
class Draft:
    """The latest revision of `row`, not published yet."""

    row: Any
    revision: Revision

    @property
    def key(self) -> str:
        """The name of the page or row, for a form."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """The title of the page or row in the admin."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """The name of the draft in a form: its page or row, and the revision that the person was shown."""
        return f"{self.key}-{self.revision.pk}"

    @cached_property
    def object(self) -> Any:
        """The row as the draft has it."""
        return as_written(self.revision)

    @property
    def language(self) -> str:
        return self.row.locale.language_code if isinstance(self.row, TranslatableMixin) else ""

    @property
    def opens(self) -> bool:
        """Question: would publishing it open a closed course again?"""
        return False

    @property
    def is_scheduled(self) -> bool:
        """Question: would publishing it put it off to an hour that its editor set?"""
        hour = parse_datetime(self.revision.content.get("go_live_at") or "")
        return hour is not None and hour > timezone.now()

    def is_seen_by(self, user: Any) -> bool:
        raise NotImplementedError

    def may_be_published_by(self, user: Any) -> bool:
        lock = self.row.get_lock()
        return self._may("publish", user) and not (lock and lock.for_user(user))

    def may_be_written_by(self, user: Any) -> bool:
        return self._may("change", user)

    def _may(self, action: str, user: "User") -> bool:
        raise NotImplementedError


class PageDraft(Draft):
    """Draft of a page of the course. Every person who sees the course sees its pages."""

    @property
    def key(self) -> str:
        return str(self.row.pk)

    @property
    def title(self) -> str:
        return self.row.get_admin_display_title()

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.row.pk])

    @property
    def opens(self) -> bool:
        """Question: is it the page of a closed course, which is open again once the page is published?"""
        closed = not self.row.live and self.row.first_published_at is not None
        return closed and issubclass(self.row.specific_class or Page, CoursePage)

    def is_seen_by(self, user: object) -> bool:
        return True

    def _may(self, action: str, user: object) -> bool:
        theirs = self.row.permissions_for_user(user)
        return theirs.can_publish() if action == "publish" else theirs.can_edit()


class RowDraft(Draft):
    """Draft of a row that activities of the course use: a question, a law citation."""

    @property
    def key(self) -> str:
        return f"{self.row._meta.label_lower}:{self.row.pk}"

    @property
    def title(self) -> str:
        return f"{capfirst(self.row._meta.verbose_name)}: {self.object}"

    @property
    def edit_url(self) -> str:
        return reverse(self.row.snippet_viewset.get_url_name("edit"), args=[quote(self.row.pk)])

    def is_seen_by(self, user: object) -> bool:
        return bool(may_see(user, type(self.row), self.row.pk))

    def _may(self, action: str, user: "User") -> bool:
        return user.has_perm(get_permission_name(action, type(self.row))) and self.is_seen_by(user)


def row_drafts_of(course_page: CoursePage) -> list[RowDraft]:
    """Return the drafts of the rows that the activities of the course use, as published or in the drafts of the
    activities; those that are put off to a later hour are left out.

    While a page of the admin is made these are the rows that its viewer may see.
    """
    pages: dict[str, list[Any]] = {}
    for page in pages_of(course_page).specific():
        if isinstance(page, ActivityPage):
            pages.setdefault(page.activity_kind, []).append(page)
    drafted = [page.latest_revision_id for own in pages.values() for page in own if page.has_unpublished_changes]
    written = dict(Revision.objects.filter(pk__in=drafted).values_list("pk", "content"))
    rows = {}
    for kind, own in pages.items():
        activity = activities.find(kind)
        if not activity:
            continue
        contents = [written[page.latest_revision_id] for page in own if page.latest_revision_id in written]
        for row in activity.drafts(own, contents):
            rows[row._meta.label_lower, row.pk] = row
    revisions = Revision.objects.select_related("user").in_bulk(
        [row.latest_revision_id for row in rows.values() if row.latest_revision_id]
    )
    drafts = [RowDraft(row, revisions[row.latest_revision_id]) for row in rows.values() if row.latest_revision_id]
    return [draft for draft in drafts if not draft.is_scheduled]


def pages_of(course_page: CoursePage) -> Any:
    """Return the pages that the course consists of, in every language, as a queryset of plain pages; aliases are left
    out.
    """
    keys = [
        course_page.translation_key,
        *Page.objects.child_of(course_page).filter(alias_of=None).values_list("translation_key", flat=True),
    ]
    return Page.objects.filter(translation_key__in=keys, alias_of=None)


def drafts_of(course_page: CoursePage) -> list[PageDraft]:
    """Return the unpublished pages of the course, in the order of the tree; those that are put off to a later hour are
    left out.
    """
    rows = pages_of(course_page).filter(has_unpublished_changes=True, latest_revision__isnull=False)
    rows = rows.select_related("latest_revision__user", "locale").order_by("path")
    drafts = [
        PageDraft(page, page.latest_revision) for page in rows if issubclass(page.specific_class or Page, ReleasedPage)
    ]
    return [draft for draft in drafts if not draft.is_scheduled]


def may_release(user: object, course_page: CoursePage) -> bool:
    """Return whether the viewer may release it: only somebody who may publish the course page releases the course."""
    return course_page.permissions_for_user(user).can_publish()


def may_look(user: object, course_page: CoursePage) -> bool:
    """Return whether `user` sees what a release would change: that needs the right to edit any page of the course."""
    pages = pages_of(course_page).values_list("pk", flat=True)
    return page_permission_policy.instances_user_has_permission_for(user, "change").filter(pk__in=list(pages)).exists()


def chosen_from(drafts: Collection[Draft], names: Collection[str]) -> tuple[list[Draft], bool]:
    """Return the `drafts` that `names` mean, by page or row alone or with the revision; and whether each is still what
    was named.
    """
    by_page = {draft.key: draft for draft in drafts}
    chosen, unchanged = {}, True
    for name in names:
        pk, _dash, revision = name.partition("-")
        draft = by_page.get(pk)
        unchanged = unchanged and draft is not None and revision in ("", str(draft.revision.pk))
        if draft is not None:
            chosen[pk] = draft
    return list(chosen.values()), unchanged

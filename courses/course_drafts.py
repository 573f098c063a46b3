"""The drafts of a course: what its pages say that is not published, and who may publish it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from .pages import CoursePage, ReleasedPage
from .translated import as_written


@dataclass
class Draft:
    """The latest revision of a page that is not published yet."""

    page: Page
    revision: Revision

    @property
    def name(self) -> str:
        """How a form names it: the page, and the revision that the person was shown."""
        return f"{self.page.pk}-{self.revision.pk}"

    @cached_property
    def object(self) -> Any:
        """The page as the draft has it."""
        return as_written(self.revision)

    @property
    def is_scheduled(self) -> bool:
        """Would publishing it put it off to an hour that its editor set?"""
        hour = parse_datetime(self.revision.content.get("go_live_at") or "")
        return hour is not None and hour > timezone.now()

    def may_be_published_by(self, user: Any) -> bool:
        lock = self.page.get_lock()
        return self.page.permissions_for_user(user).can_publish() and not (lock and lock.for_user(user))


def pages_of(course_page: CoursePage) -> Any:
    """The pages that the course consists of, in every language, as a queryset of plain pages; aliases are left out."""
    keys = [
        course_page.translation_key,
        *Page.objects.child_of(course_page).filter(alias_of=None).values_list("translation_key", flat=True),
    ]
    return Page.objects.filter(translation_key__in=keys, alias_of=None)


def drafts_of(course_page: CoursePage) -> list[Draft]:
    """What is not published of the course, in the order of the tree; those that are put off to a later hour are left out."""
    rows = pages_of(course_page).filter(has_unpublished_changes=True, latest_revision__isnull=False)
    rows = rows.select_related("latest_revision__user", "locale").order_by("path")
    drafts = [Draft(page, page.latest_revision) for page in rows if issubclass(page.specific_class or Page, ReleasedPage)]
    return [draft for draft in drafts if not draft.is_scheduled]


def may_release(user: Any, course_page: CoursePage) -> bool:
    """Only somebody who may publish the course page releases the course."""
    return course_page.permissions_for_user(user).can_publish()


def may_look(user: Any, course_page: CoursePage) -> bool:
    """Whoever may edit some page of the course sees what a release would change."""
    pages = pages_of(course_page).values_list("pk", flat=True)
    return page_permission_policy.instances_user_has_permission_for(user, "change").filter(pk__in=list(pages)).exists()


def chosen_from(drafts: Collection[Draft], names: Collection[str]) -> tuple[list[Draft], bool]:
    """Those of `drafts` that `names` mean, by page alone or by page and revision; and whether each is still what was named."""
    by_page = {str(draft.page.pk): draft for draft in drafts}
    chosen, unchanged = {}, True
    for name in names:
        pk, _dash, revision = name.partition("-")
        draft = by_page.get(pk)
        unchanged = unchanged and draft is not None and revision in ("", str(draft.revision.pk))
        if draft is not None:
            chosen[pk] = draft
    return list(chosen.values()), unchanged

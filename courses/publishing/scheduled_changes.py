"""Pages, and other rows with drafts, that go live or are taken off at an hour that somebody set."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.dateparse import parse_datetime
from wagtail.models import DraftStateMixin, Page, Revision

from ..pages.models import CoursePage
from ..pages.translation_sources import as_written
from .course_drafts import pages_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ScheduledChanges:
    """Scheduled changes of the pages of a course: drafts that go live by an hour (by page id), and pages that are gone
    by then.
    """

    drafts: dict[int, Page] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()


@dataclass(frozen=True)
class PageSchedule:
    """Scheduled changes of a page: `revision` goes live, or the live version is taken off."""

    page: Page
    revision: Revision | None

    @property
    def goes_live_at(self) -> datetime | None:
        return self.revision.approved_go_live_at if self.revision else None

    @property
    def leaves_at(self) -> datetime | None:
        """The time when the version that is live now is taken off, without regard to a later draft."""
        return self.page.expire_at if self.page.live else None

    @property
    def expires_at(self) -> datetime | None:
        """The time when the page is taken off in the end: a draft that goes live brings its own hour."""
        if self.revision is None or not self.draft_comes:
            return self.leaves_at
        return parse_datetime(self.revision.content.get("expire_at") or "")

    @property
    def draft_comes(self) -> bool:
        """Return whether the draft goes live. Wagtail forgets its hour where the live version is taken off before."""
        return self.goes_live_at is not None and (self.leaves_at is None or self.goes_live_at < self.leaves_at)


def hours_of(page: Page) -> PageSchedule:
    return PageSchedule(page, page.scheduled_revision)


def scheduled(course_page: CoursePage) -> list[PageSchedule]:
    """Return the pages of the course to which the clock does something, in the order of the tree; three statements."""
    pages = {str(page.pk): page for page in pages_of(course_page).select_related("locale").order_by("path")}
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id__in=list(pages))
    by_page = {revision.object_id: revision for revision in revisions.order_by("created_at", "id")}
    hours_of_pages = [PageSchedule(page, by_page.get(name)) for name, page in pages.items()]
    return [hours for hours in hours_of_pages if hours.revision or hours.leaves_at]


def changes_until(course_page: CoursePage, by: datetime) -> ScheduledChanges:
    """Return the scheduled changes of the course until `by`."""
    drafts: dict[int, Page] = {}
    gone: set[int] = set()
    for hours in scheduled(course_page):
        if hours.expires_at is not None and hours.expires_at <= by:
            gone.add(hours.page.pk)
        elif hours.draft_comes and hours.goes_live_at is not None and hours.goes_live_at <= by:
            drafts[hours.page.pk] = as_written(hours.revision)
    return ScheduledChanges(drafts, frozenset(gone))


def apply_due(*, until: datetime) -> int:
    """Publish and take off whatever is due by `until`, in the order of the hours; returns how much was done.

    Each is a transaction of its own: killed at any point, the next run goes on. One that fails is logged, holds up no
    other, and is tried again by the next run.
    """
    done = 0
    seen: set[tuple[type, Any]] = set()
    while due := [item for item in sorted(_due(until), key=lambda item: item[0]) if item[1:] not in seen]:
        _hour, model, pk = due[0]
        seen.add((model, pk))
        try:
            done += _publish(pk, until) if model is Revision else _take_off(model, pk, until)
        except Exception:  # whatever a receiver of some plugin raises
            log.exception("%s %s cannot go live or be taken off at its hour", model.__name__, pk)
    return done


def _due(until: datetime) -> Iterator[tuple[datetime, type, object]]:
    rows: Any = Revision.objects.filter(approved_go_live_at__lte=until).values_list("approved_go_live_at", "pk")
    yield from ((hour, Revision, pk) for hour, pk in rows)
    for model in _models():
        expiring = model.objects.filter(live=True, expire_at__lte=until).values_list("expire_at", "pk")
        yield from ((hour, model, pk) for hour, pk in expiring)


def _models() -> Iterator[Any]:
    """Yield every model with drafts; pages of all types at once."""
    yield Page
    yield from (
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    )


@transaction.atomic
def _publish(pk: object, until: datetime) -> bool:
    revision = Revision.objects.select_for_update(no_key=True).filter(pk=pk, approved_go_live_at__lte=until).first()
    if revision is None:  # published already, or withdrawn
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


@transaction.atomic
def _take_off(model: Any, pk: Any, until: datetime) -> bool:
    row = model.objects.select_for_update(no_key=True).filter(pk=pk, live=True, expire_at__lte=until).first()
    if row is None:
        return False
    row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True

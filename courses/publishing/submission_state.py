"""Drafts that were handed in, as they are now: they change, go and are published while they wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from lms.people.directory.current_viewer import unlimited

from .course_drafts import Draft, PageDraft, RowDraft
from .submissions import Submission, SubmittedDraft


class DraftState(TextChoices):
    READY = "ready", _("is published with the approval")
    CHANGED = "changed", _("was changed since; what was handed in is published, and the later draft stays a draft")
    PUBLISHED = "published", _("is published already as it was handed in")
    OVERTAKEN = "overtaken", _("is left out: something newer was published since")
    ARCHIVED = "archived", _("is left out: it was archived since")
    GONE = "gone", _("is left out: it was deleted since")


@dataclass(frozen=True)
class SubmissionItem:
    """One draft of a submission. `draft` is there unless it is gone."""

    submitted: SubmittedDraft
    standing: DraftState
    draft: Draft | None = None

    @property
    def is_published_with_it(self) -> bool:
        return self.standing in (DraftState.READY, DraftState.CHANGED)

    def is_seen_by(self, user: object) -> bool:
        """Return whether `user` may read its title. The owner of a draft that is gone is unknown, so its title is
        hidden.
        """
        return self.draft is not None and self.draft.is_seen_by(user)

    @property
    def is_page(self) -> bool:
        return self.submitted.content_type.model_class() is Page


def items_of(submission: Submission) -> list[SubmissionItem]:
    """Return the drafts of the submission, in the order in which they were handed in."""
    submitted = submission.drafts.select_related("revision__user", "content_type").order_by("pk")
    rows = list(submitted)
    objects = _rows_of(rows)
    return [_standing(one, objects.get((one.content_type_id, one.object_id))) for one in rows]


def to_publish(items: Iterable[SubmissionItem]) -> list[Draft]:
    """Return the drafts that an approval publishes."""
    return [one.draft for one in items if one.draft is not None and one.is_published_with_it]


def _rows_of(submitted: Iterable[SubmittedDraft]) -> dict[tuple[int, str], object]:
    """Return the pages and rows of the drafts, whoever the viewer is; one query for each type."""
    ids: dict[Any, list[str]] = {}
    for one in submitted:
        ids.setdefault(one.content_type, []).append(one.object_id)
    objects: dict[tuple[int, str], Any] = {}
    with unlimited():
        for kind, keys in ids.items():
            model = kind.model_class()
            if model is not None:
                rows = model._default_manager.filter(pk__in=keys).select_related("latest_revision", "live_revision")
                objects |= {(kind.pk, str(row.pk)): row for row in rows}
    return objects


def _standing(submitted: SubmittedDraft, row: Any) -> SubmissionItem:
    revision = submitted.revision
    if row is None or revision is None:
        return SubmissionItem(submitted, DraftState.GONE)
    draft: Draft = PageDraft(row, revision) if isinstance(row, Page) else RowDraft(row, revision)
    live = row.live_revision
    if live is not None and live.pk == revision.pk:
        return SubmissionItem(submitted, DraftState.PUBLISHED, draft)
    if live is not None and (live.created_at, live.pk) > (revision.created_at, revision.pk):
        return SubmissionItem(submitted, DraftState.OVERTAKEN, draft)
    if getattr(row, "archived", False) and not draft.object.archived:
        return SubmissionItem(submitted, DraftState.ARCHIVED, draft)
    latest = row.latest_revision_id == revision.pk
    return SubmissionItem(submitted, DraftState.READY if latest else DraftState.CHANGED, draft)

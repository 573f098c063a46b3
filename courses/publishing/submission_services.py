"""Handing a course in as a whole, and deciding on it: one submission, one approval, one release.

The only writers of submissions.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log as log_action
from wagtail.models import Page

from ..catalogue.models import Release
from . import services as publishing
from .course_drafts import Draft, may_release
from .held_releases import hold
from .notices import tell_author, tell_reviewers
from .submission_state import items_of, to_publish
from .submissions import Submission, SubmittedDraft

HANDED_IN, APPROVED, SENT_BACK, WITHDRAWN = (
    f"courses.{name}" for name in ("hand_in", "approve", "send_back", "take_back")
)
State = Submission.State


class NothingToHandIn(Exception):
    """No draft was chosen."""


class WaitsElsewhere(Exception):
    """A draft waits in a submission of somebody else, who withdraws it or has it decided on first."""

    def __init__(self, draft: Draft, submission: Submission) -> None:
        super().__init__(str(draft.row))
        self.draft, self.submission = draft, submission


class AlreadyDecided(Exception):
    """The submission does not wait any more."""


@transaction.atomic
def hand_in(
    *, key: UUID, drafts: Sequence[Draft], by: Any, note: str, now: datetime, new_edition: bool = False
) -> Submission:
    """Hand `drafts` of the course `key` in, of whatever languages.

    What `by` handed in before with one of them is withdrawn: this takes its place.
    Raises `NothingToHandIn`, `WaitsElsewhere`, and `PermissionDenied` where `by` may not write one of them.
    """
    if not drafts or not note.strip():
        raise NothingToHandIn
    if not all(draft.may_be_written_by(by) for draft in drafts):
        raise PermissionDenied
    page = _locked(key)
    for draft in drafts:
        waiting = SubmittedDraft.objects.filter(open=True, content_type=_type_of(draft), object_id=str(draft.row.pk))
        before = waiting.select_related("submission__by").first()
        if before is not None and before.submission.by != by:
            raise WaitsElsewhere(draft, before.submission)
        if before is not None:
            withdraw(submission=before.submission, by=by, now=now)
    new_submission = Submission.objects.create(
        course_key=key, by=by, handed_in_at=now, note=note.strip()[:300], new_edition=new_edition
    )
    SubmittedDraft.objects.bulk_create(
        SubmittedDraft(
            submission=new_submission,
            content_type=_type_of(draft),
            object_id=str(draft.row.pk),
            revision=draft.revision,
            title=draft.title[:300],
        )
        for draft in drafts
    )
    _record(page, HANDED_IN, by, new_submission)
    tell_reviewers(new_submission, page, by=by, now=now)
    return new_submission


@transaction.atomic
def approve(
    *,
    submission: Submission,
    shown: str,
    names: Sequence[str],
    by: object,
    why: str,
    now: datetime,
    new_edition: bool = False,
    wait: bool = False,
) -> Release | None:
    """Publish what was handed in, in the very revisions, and release the course with it; None where the release is to
    `wait` for translations that are behind.

    `shown` is the digest of the effect and `names` are the drafts that `by` was shown: where either is not what would
    come of it now, nothing happens. Raises `AlreadyDecided`, `PermissionDenied`, and what `publishing.release` raises.
    """
    locked = _waiting(submission)
    drafts = to_publish(items_of(locked))
    page = publishing.source_page(locked.course_key)
    if page is None or not may_release(by, page) or not all(draft.may_be_published_by(by) for draft in drafts):
        raise PermissionDenied
    if {draft.name for draft in drafts} != set(names):
        raise publishing.ChangedSinceShown
    decision: dict[str, Any] = {"key": locked.course_key, "shown": shown, "by": by, "why": why, "now": now}
    decision |= {"new_edition": new_edition, "revisions": [one.revision for one in drafts]}
    new_release = None
    if wait:
        hold(**decision)
    else:
        new_release = publishing.release(**decision)
    _decide(locked, State.APPROVED, by=by, now=now, reason=why, release=new_release)
    _record(page, APPROVED, by, locked)
    tell_author(locked, by=by, now=now)
    return new_release


@transaction.atomic
def send_back(*, submission: Submission, by: object, reason: str, now: datetime) -> None:
    """Send it back to whoever handed it in, with a reason.

    The drafts stay drafts. Raises `AlreadyDecided`, `PermissionDenied`, `ValueError`.
    """
    if not reason.strip():
        raise ValueError("What is sent back has a reason.")
    locked = _waiting(submission)
    page = publishing.source_page(locked.course_key)
    if page is None or not may_release(by, page):
        raise PermissionDenied
    _decide(locked, State.SENT_BACK, by=by, now=now, reason=reason)
    _record(page, SENT_BACK, by, locked)
    tell_author(locked, by=by, now=now)


@transaction.atomic
def withdraw(*, submission: Submission, by: object, now: datetime) -> None:
    """Withdraw the submission; only its author may. The drafts stay drafts.

    Raises `AlreadyDecided`, `PermissionDenied`.
    """
    locked = _waiting(submission)
    if locked.by != by:
        raise PermissionDenied
    _decide(locked, State.WITHDRAWN, by=by, now=now)
    _record(publishing.source_page(locked.course_key), WITHDRAWN, by, locked)


def _locked(key: UUID) -> Page:
    """Return the page of the course, held until the end of the transaction, so that the same is not handed in twice at
    once.
    """
    page = publishing.source_page(key)
    if page is None:
        raise NothingToHandIn
    Page.objects.select_for_update(no_key=True).get(pk=page.pk)
    return page


def _waiting(submission: Submission) -> Submission:
    """Return the submission, held until the end of the transaction. Raises `AlreadyDecided`."""
    locked = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    if locked.state != State.WAITING:
        raise AlreadyDecided
    return locked


def _decide(
    submission: Submission, state: str, *, by: Any, now: datetime, reason: str = "", release: Release | None = None
) -> None:
    submission.state, submission.decided_by, submission.decided_at = state, by, now
    submission.reason, submission.release = reason.strip()[:500], release
    submission.save()
    submission.drafts.update(open=False)


def _type_of(draft: Draft) -> ContentType:
    model = Page if isinstance(draft.row, Page) else type(draft.row)
    return ContentType.objects.get_for_model(model, for_concrete_model=False)


def _record(page: object, action: str, by: object, submission: Submission) -> None:
    """Record it. Everything stands in the history of the course page, with who did it."""
    if page is not None:
        log_action(
            instance=page,
            action=action,
            user=by,
            data={"note": submission.note, "reason": submission.reason, "submission": submission.pk},
        )

"""Wagtail's signals only note that a course is stale; one compile for each runs when the transaction has committed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import Signal, receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from .catalogue import StaleCourse
from .pages import CoursePage, ProgrammePage, ReleasedPage

log = logging.getLogger(__name__)

released = Signal()
"""Sent in the transaction that makes a release: `release`, `now`."""

_noted: ContextVar[set[UUID] | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[set[UUID]]:
    """Gather the keys of the courses that are noted as stale inside the block."""
    keys: set[UUID] = set()
    token = _noted.set(keys)
    try:
        yield keys
    finally:
        _noted.reset(token)


def note_stale(course_key: Any, *, new_edition: bool = False, why: str = "", by: Any = None) -> None:
    """Note that the course with this translation key has to be compiled anew. A wish for a new edition is never taken back."""
    note, made = StaleCourse.objects.get_or_create(
        course_key=course_key, defaults={"since": timezone.now(), "new_edition": new_edition, "why": why, "by": by}
    )
    if not made:
        note.since, note.problem = timezone.now(), ""
        note.new_edition = note.new_edition or new_edition
        note.why, note.by = why or note.why, by or note.by
        note.save()
    keys = _noted.get()
    if keys is not None:
        keys.add(note.course_key)
    transaction.on_commit(partial(compile_stale, note.course_key), robust=True)


def compile_stale(course_key: UUID) -> None:
    """Compile the course unless that was tried since it was noted; a failure stays noted and never reaches the person who published."""
    from .publishing import repair

    try:
        for problem in repair(now=timezone.now(), only=[course_key]):
            log.warning("course not released: %s", problem)
    except Exception:
        log.exception("compiling stale courses failed; the sweep will try again")


def _note_page(page: Page, parents: tuple[Page, ...] = (), **decision: Any) -> None:
    """What a change to `page` makes stale: itself, or the courses and programmes above it."""
    if isinstance(page, ProgrammePage):
        _note_programme(page)
    elif isinstance(page, CoursePage):
        note_stale(page.translation_key, **decision)
    for parent in parents or (page.get_parent(),):
        above = parent.specific_class if parent is not None else None
        if above is not None and issubclass(above, CoursePage):
            note_stale(parent.translation_key, **decision)
        elif above is not None and issubclass(above, ProgrammePage):
            _note_programme(parent)


def _note_programme(page: Page) -> None:
    from .publishing import refresh_programme

    transaction.on_commit(partial(refresh_programme, page.translation_key), robust=True)


@receiver(page_published)
def _on_published(sender: type[Page], instance: Page, revision: Any = None, **_kwargs: Any) -> None:
    if not instance.live:
        return
    decision: dict[str, Any] = {"by": getattr(revision, "user", None)}
    if isinstance(instance, ReleasedPage):
        decision |= {"new_edition": instance.change == ReleasedPage.Change.EDITION, "why": instance.why}
    _note_page(instance, **decision)


@receiver(page_unpublished)
def _on_unpublished(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Also sent for each page of a tree that is deleted, before it goes; the compile on commit finds it gone."""
    _note_page(instance.specific)


@receiver(post_page_move)
def _on_moved(sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    _note_page(instance.specific, (parent_page_before, parent_page_after))

"""Wagtail's signals only note that a course is stale; one compile for each runs when the transaction has committed."""

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import Signal, receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from .catalogue import StaleCourse
from .pages import ActivityPage, CoursePage, ProgrammePage

log = logging.getLogger(__name__)

released = Signal()
"""Sent in the transaction that makes a release: `release`, `now`."""


def note_stale(course_key: Any, *, new_edition: bool = False, why: str = "", by: Any = None) -> None:
    """Note that the course with this translation key has to be compiled anew. A wish for a new edition is never taken back."""
    note, made = StaleCourse.objects.get_or_create(
        course_key=course_key, defaults={"since": timezone.now(), "new_edition": new_edition, "why": why, "by": by}
    )
    if not made:
        note.since = timezone.now()
        note.new_edition = note.new_edition or new_edition
        note.why, note.by = why or note.why, by or note.by
        note.save()
    transaction.on_commit(compile_stale, robust=True)


def compile_stale() -> None:
    """Compile what is stale; a failure stays noted and never reaches the person who published."""
    from .publishing import repair

    try:
        for problem in repair(now=timezone.now()):
            log.warning("course not released: %s", problem)
    except Exception:
        log.exception("compiling stale courses failed; the sweep will try again")


def _note_page(page: Page, parents: tuple[Any, ...] = (), **decision: Any) -> None:
    if isinstance(page, ProgrammePage):
        transaction.on_commit(lambda: _refresh(page.pk), robust=True)
    elif isinstance(page, CoursePage):
        note_stale(page.translation_key, **decision)
        for parent in parents or (page.get_parent(),):
            transaction.on_commit(lambda pk=parent.pk: _refresh(pk), robust=True)
    elif isinstance(page, ActivityPage) or page.depth > 4:
        for parent in parents or (page.get_parent(),):
            if parent is not None and issubclass(parent.specific_class or Page, CoursePage):
                note_stale(parent.translation_key, **decision)


def _refresh(pk: int) -> None:
    from .publishing import refresh_programme

    page = ProgrammePage.objects.filter(pk=pk).first()
    if page is not None:
        refresh_programme(page)


@receiver(page_published)
def _on_published(sender: type[Page], instance: Page, revision: Any = None, **_kwargs: Any) -> None:
    if not instance.live:
        return
    change = getattr(instance, "change", "")
    _note_page(
        instance, new_edition=change == "edition", why=getattr(instance, "why", ""), by=getattr(revision, "user", None)
    )


@receiver(page_unpublished)
def _on_unpublished(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    _note_page(instance.specific)


@receiver(post_page_move)
def _on_moved(sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    _note_page(instance.specific, (parent_page_before, parent_page_after))


@receiver(post_delete)
def _on_deleted(sender: type, instance: Any, **_kwargs: Any) -> None:
    if isinstance(instance, (CoursePage, ActivityPage)):
        _note_page(instance)

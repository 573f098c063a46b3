"""Wagtail's signals only note what changed: the course waits for somebody to release it,
and learners keep what they have.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from ..pages.drafts import acting
from ..pages.models import CoursePage, ProgrammePage, ReleasedPage
from . import stale_courses
from .programmes import refresh_programme

log = logging.getLogger(__name__)


_noted: ContextVar[set[UUID] | None] = ContextVar("noted", default=None)
_waiting: ContextVar[defaultdict[UUID, list[stale_courses.Change]] | None] = ContextVar("waiting", default=None)


@contextmanager
def noting() -> Iterator[set[UUID]]:
    """Gather the keys of the courses that are noted inside the block, or released."""
    keys: set[UUID] = set()
    token = _noted.set(keys)
    try:
        yield keys
    finally:
        _noted.reset(token)


def mention(course_key: UUID) -> None:
    """Let whoever made this request be told how things stand with the course."""
    keys = _noted.get()
    if keys is not None:
        keys.add(course_key)


def note_stale(
    course_key: Any, *, why: str = "", by: Any = None, new_edition: bool = False, kind: str = "", subject: str = ""
) -> None:
    """Note that something changed which the course with this translation key is made of: `why` says what, `by` who did
    it.

    Where `why` tells something of a `subject` of a `kind` of activity, only those read it for whom that kind has it
    `readable`.

    Learners keep the release they have. The course waits until somebody who may publish it has seen the effect and
    releases it.
    """
    what = why or _("A part that the course uses has changed.")
    change = stale_courses.Change(what, by or acting(), new_edition, (kind, subject))
    waiting = _waiting.get()
    if waiting is None:
        _note(course_key, [change])
    else:
        waiting[course_key].append(change)


def _note(course_key: UUID, changes: Sequence[stale_courses.Change]) -> None:
    stale = stale_courses.note_all(course_key, changes, now=timezone.now())
    mention(stale.course_key)
    transaction.on_commit(partial(_check, stale.course_key), robust=True)


@contextmanager
def noted_together() -> Iterator[None]:
    """Let courses that are noted wait until the end of the block, where each is noted once, with every change."""
    waiting: defaultdict[UUID, list[stale_courses.Change]] = defaultdict(list)
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for course_key, changes in waiting.items():
        _note(course_key, changes)


def _check(course_key: UUID) -> None:
    """Compile the course unless that was done since it was noted;
    a failure stays noted and never reaches the person who published.
    """
    try:
        for problem in stale_courses.check(only=[course_key]):
            log.warning("course not ready for release: %s", problem)
    except Exception:
        log.exception("compiling a changed course failed; the sweep will try again")


def _note_page(page: Page, what: str, parents: tuple[Page, ...] = (), **change: Any) -> None:
    """Note what a change to `page` touches: itself, or the courses and programmes above it."""
    change["why"] = what
    if isinstance(page, ProgrammePage):
        _note_programme(page)
    elif isinstance(page, CoursePage):
        note_stale(page.translation_key, **change)
    for parent in parents or (page.get_parent(),):
        above = parent.specific_class if parent is not None else None
        if above is not None and issubclass(above, CoursePage):
            note_stale(parent.translation_key, **change)
        elif above is not None and issubclass(above, ProgrammePage):
            _note_programme(parent)


def _note_programme(page: Page) -> None:
    transaction.on_commit(partial(refresh_programme, page.translation_key), robust=True)


@receiver(page_published)
def _on_published(sender: type[Page], instance: Page, **_kwargs: object) -> None:
    if not instance.live:
        return
    new_edition = getattr(instance, "change", "") == ReleasedPage.Change.EDITION
    _note_page(instance, _published(instance), by=acting(instance), new_edition=new_edition)


def _published(page: Page) -> str:
    why = getattr(page, "why", "")
    if not why:
        return _("“%(title)s” was published.") % {"title": page.title}
    return _("“%(title)s” was published: %(why)s") % {"title": page.title, "why": why}


@receiver(page_unpublished)
def _on_unpublished(sender: type[Page], instance: Page, **_kwargs: object) -> None:
    """Note the course to compile. Also sent for each page of a tree that is deleted, before it goes; the compile on
    commit finds it gone.
    """
    _note_page(instance.specific, _("“%(title)s” was taken off the site.") % {"title": instance.title})


@receiver(post_page_move)
def _on_moved(
    sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: object
) -> None:
    parents = tuple({parent.pk: parent for parent in (parent_page_before, parent_page_after)}.values())
    _note_page(instance.specific, _("“%(title)s” was moved.") % {"title": instance.title}, parents)

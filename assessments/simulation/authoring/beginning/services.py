"""Writers of a new case: its page, and what it begins with."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from courses.models import CoursePage
from lms.people.directory.models import User

from ..drafts import Draft, put_in
from ..pages import CasePage


class Taken(ValueError):
    """Refusal: the key is that of another page."""


def begin(page: CasePage, draft: Draft, *, by: User) -> None:
    """Put the case into the draft of a page that has none; one that has one stays as it is. Raises `BadCase` and
    `Busy`.
    """
    put_in(page=page, change=lambda before: before if before.structure else draft, by=by)


def make_page(*, course: CoursePage, title: str, key: UUID, by: User) -> CasePage:
    """Return a new page below the course, as a draft; the same one where the same person made it before. Raises
    `Taken`.
    """
    if (made := _made(course, key, by)) is not None:
        return made
    new = CasePage(title=title, translation_key=key, locale=course.locale, owner=by, live=False)
    try:
        with transaction.atomic():
            CoursePage.objects.select_for_update(no_key=True).get(pk=course.pk)
            if (made := _made(course, key, by)) is not None:
                return made
            course.refresh_from_db()
            course.add_child(instance=new)
            new.save_revision(user=by, log_action="wagtail.create")
    except IntegrityError as error:
        raise Taken from error
    return new


def _made(course: CoursePage, key: UUID, by: User) -> Any:
    return CasePage.objects.child_of(course).filter(translation_key=key, owner=by).first()

"""Pages that begin on a form of their own: the courses that may get one, and the page, made once."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from ..pages.models import CoursePage


class Taken(ValueError):
    """Refusal: the key is that of another page."""


def courses_of(user: object) -> list[CoursePage]:
    """Return the courses to which `user` may add an activity, by title. A translation has its activities from the first
    language.
    """
    mine = page_permission_policy.instances_user_has_permission_for(user, "add").values("pk")
    older = CoursePage.objects.filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"), alias_of=None)
    pages = CoursePage.objects.filter(~Exists(older), pk__in=mine, alias_of=None)
    return list(pages.select_related("locale").order_by("title", "pk"))


def make_page(new: Page, *, parent: Page, key: UUID, by: Any) -> Any:
    """Put `new`, which is not saved yet, below `parent` as a draft; returns the page of this `key` where the same
    person made it before. Raises `Taken`.
    """
    new.translation_key, new.locale, new.owner, new.live = key, parent.locale, by, False
    try:
        with transaction.atomic():
            Page.objects.select_for_update(no_key=True).get(pk=parent.pk)
            made = type(new).objects.child_of(parent).filter(translation_key=key, owner=by).first()
            if made is not None:
                return made
            parent.refresh_from_db()
            parent.add_child(instance=new)
            new.save_revision(user=by, log_action="wagtail.create")
    except IntegrityError as error:
        raise Taken from error
    return new

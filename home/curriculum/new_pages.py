"""New pages of one parent, written together: the rows that Wagtail's adding, drafting and publishing of each leave, in
as many statements for fifteen pages as for one of each kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Model
from django.db.models.signals import post_save
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision, Site
from wagtail.signals import page_published, published

from .schema import BadFile

_PLACE = {"path", "depth", "numchild", "url_path"}
_KNOWN = {"locale", "content_type"}
"""Rows that are there: nobody asks for them again."""


def insert_pages(pages: Sequence[Page], parent: Page) -> None:
    """Write `pages`, which are new, below `parent`, in order, each published. Raises `BadFile` for a slug that another
    page there has, and `ValidationError` as the editor's form does.
    """
    if not pages:
        return
    above, now = Page.objects.get(pk=parent.pk), timezone.now()
    for page in pages:
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
        page.full_clean(exclude=_PLACE | _KNOWN, validate_unique=False, validate_constraints=False)
    _place(pages, above)
    rows = _insert(pages)
    _insert_parts(pages)
    revisions = _remember(pages, rows, now)
    if Site.objects.filter(root_page__translation_key__in=[page.translation_key for page in pages]).exists():
        Site.clear_site_root_paths_cache()
    for page, revision in zip(pages, revisions, strict=True):
        kind = type(page)
        post_save.send(kind, instance=page, created=True, update_fields=None, raw=False, using=page._state.db)
        page_published.send(sender=kind, instance=page, revision=revision)
        published.send(sender=kind, instance=page, revision=revision)


def _place(pages: Sequence[Page], above: Page) -> None:
    """Give each page its place in the tree, behind those that are there."""
    slugs = [page.slug for page in pages]
    taken = set(above.get_children().filter(slug__in=slugs).values_list("slug", flat=True))
    last = above.get_last_child() if above.numchild else None
    for page in pages:
        if page.slug in taken:
            raise BadFile(f"“{page.title}”: “{above.title}” has a page with the slug “{page.slug}” already.")
        taken.add(page.slug)
        page.depth, page.numchild = above.depth + 1, 0
        page.path = last._inc_path() if last is not None else Page._get_path(above.path, page.depth, 1)
        page.set_url_path(above)
        last = page
    Page.objects.filter(pk=above.pk).update(numchild=F("numchild") + len(pages))


def _insert(pages: Sequence[Any]) -> list[Page]:
    """Insert the rows of the tables of all pages and of each kind; return the first."""
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows: list[Page] = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in names}) for page in pages)
    by_kind = defaultdict(list)
    for page, row in zip(pages, rows, strict=True):
        page.id = page.page_ptr_id = row.pk
        page._state.adding, page._state.db = False, row._state.db
        by_kind[type(page)].append(page)
    for kind, own in by_kind.items():
        # Django's own way for one table of several; `bulk_create` is for rows that stand in one.
        kind._base_manager.get_queryset()._batched_insert(own, kind._meta.local_concrete_fields, None)
    return rows


def _insert_parts(pages: Iterable[Any]) -> None:
    """Insert the rows that stand below the pages, such as the draws of a quiz; of which there are none is known."""
    parts: dict[type[Model], list[Model]] = defaultdict(list)
    for page in pages:
        for relation in get_all_child_relations(type(page)):
            name = relation.get_accessor_name()
            its = list(getattr(page, "_cluster_related_objects", {}).get(name, ()))
            setattr(page, name, its)
            parts[relation.related_model] += its
    for kind, rows in parts.items():
        kind._base_manager.bulk_create(rows)


def _remember(pages: Sequence[Any], rows: Sequence[Page], now: datetime) -> list[Revision]:
    """Write the first revision of each page, which is the published one, and the lines of its history."""
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=page.cached_content_type,
            base_content_type=page.get_base_content_type(),
            object_id=str(page.pk),
            created_at=now,
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    )
    whose, lines = get_active_log_context(), []
    for page, row, revision in zip(pages, rows, revisions, strict=True):
        for one in (page, row):
            one.latest_revision = one.live_revision = revision
        about = {"page": row, "content_type": page.cached_content_type, "label": str(page), "content_changed": True}
        about |= {"timestamp": now, "user": whose.user, "uuid": whose.uuid}
        lines.append(PageLogEntry(**about, action="wagtail.create"))
        lines.append(PageLogEntry(**about, action="wagtail.publish", revision=revision))
    Page.objects.bulk_update(rows, ["latest_revision", "live_revision"])
    PageLogEntry.objects.bulk_create(lines)
    return revisions

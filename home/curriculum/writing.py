"""Writing of pages and rows from the files, and the one rule on when a row may be written: never over an edit that was
made on the site.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.blocks import StreamValue
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends_with_name
from wagtail.search.index import get_indexed_models
from wagtail.search.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled
from wagtail.signals import page_published, published

from lms.people.directory.models import User

from .schema import BadFile

FIRST = "First edition of the core curriculum."
LATER = "The core curriculum was revised."
AnyPage = TypeVar("AnyPage", bound=Page)
_unsearched: ContextVar[dict[type[Model], set[Any]] | None] = ContextVar("unsearched", default=None)
NAMES_OF_PARTS = {"sort_order", "translation_key", "locale"}


class NotAllowed(Exception):
    """Refusal: this person may not do what a file asks for. The message says what."""


@dataclass(frozen=True)
class Rights:
    """Rights under which pages are written: those of a person, or of nobody, who publishes nothing. A page that stands
    elsewhere is not taken over.
    """

    by: User | None

    def check(self, parent: Page, key: UUID, locale: Locale, page: Page | None) -> None:
        """Raise `NotAllowed` where the page with this key may not be written below `parent`."""
        taken = Page.objects.filter(translation_key=key, locale=locale, alias_of=None).first()
        elsewhere = taken is not None and (page is None or not taken.is_child_of(parent))
        if elsewhere and taken is not None:
            raise NotAllowed(_("“%(title)s” is here already, in another place.") % {"title": taken.title})
        if self.by is None:
            return
        allowed = parent.permissions_for_user(self.by)
        if not (page.permissions_for_user(self.by).can_edit() if page else allowed.can_add_subpage()):
            raise NotAllowed(_("You may not change or add “%(title)s”.") % {"title": (page or parent).title})
        if page is not None and page.permissions_for_user(self.by).page_locked():
            raise NotAllowed(_("“%(title)s” is locked for you.") % {"title": page.title})

    def publishes(self, page: Page) -> bool:
        return self.by is not None and page.permissions_for_user(self.by).can_publish()


@dataclass
class Ledger:
    """Rows that were written, and rows that were left because people of this site had edited them (all are written with
    `overwrite`).
    """

    overwrite: bool = False
    rights: "Rights | None" = None
    written: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def changes(self, row: object, fields: Mapping[str, object]) -> list[str]:
        """Return the names of the `fields` in which `row` differs from the file, and which it may take over."""
        differing = [name for name, value in fields.items() if self.differs(row, name, value)]
        if differing and not self.overwrite and _edited_here(row):
            self.left.append(str(row))
            return []
        return differing

    def differs(self, row: object, name: str, value: object) -> bool:
        return _plain(getattr(row, name)) != _plain(_as_field(row, name, value))


def set_fields(row: object, fields: Mapping[str, object]) -> None:
    """Put `fields` on `row` and check them as the editor's form would. Raises `BadFile`."""
    for name, value in fields.items():
        setattr(row, name, value)
    for name in fields:
        value = getattr(row, name)
        if isinstance(value, StreamValue):
            try:
                value.stream_block.clean(value)
            except ValidationError as error:
                raise BadFile(f"“{row}”, {name}: {_sentences(error)}") from error


def _edited_here(row: Any) -> bool:
    """Return whether a person with an account wrote the latest version of `row`, or took it off the site.

    The loader signs its own with nobody's name.
    """
    latest = row.latest_revision
    return (latest is not None and latest.user_id is not None) or not getattr(row, "live", True)


def _as_field(row: Any, name: str, value: object) -> object:
    field = row._meta.get_field(name)
    return field.to_python(value) if field.concrete and not isinstance(value, Model) else value


def _plain(value: object) -> object:
    """Return `value` such that the same content is equal: blocks as stored, rows below a page by what they say."""
    if isinstance(value, StreamValue):
        return [block.get_prep_value() for block in value]
    if hasattr(value, "all"):
        value = sorted(value.all(), key=lambda part: getattr(part, "sort_order", None) or 0)
    if isinstance(value, list):
        return [_fields_of(child) if isinstance(child, Model) else child for child in value]
    return value


def _fields_of(child: Model) -> dict[str, object]:
    """Return what a row below a page says; its place follows from the list in which it stands."""
    said = [field for field in child._meta.concrete_fields if not (field.primary_key or isinstance(field, ParentalKey))]
    return {field.attname: getattr(child, field.attname) for field in said if field.name not in NAMES_OF_PARTS}


def _sentences(error: ValidationError) -> str:
    """Return the error messages, wherever in the nested blocks they are."""
    nested = getattr(error, "block_errors", None)
    if nested:
        pairs = nested.items() if isinstance(nested, dict) else enumerate(nested)
        return "; ".join(f"{place}: {_sentences(inner)}" for place, inner in pairs if inner)
    return " ".join(getattr(error, "messages", [str(error)]))


def locale_of(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def put_page(
    model: type[AnyPage], *, key: UUID, language: str, parent: Page, fields: Mapping[str, object], ledger: Ledger
) -> AnyPage:
    """Return the page of `model` with this translation key in `language`; published if it is new or differs from
    `fields`.
    """
    locale = locale_of(language)
    known = model.objects.filter(translation_key=key, locale=locale, alias_of=None).select_related("latest_revision")
    page = known.first()
    new = page is None
    rights = ledger.rights
    if rights is not None:
        rights.check(parent, key, locale, page)
        page = page and page.get_latest_revision_as_object()
    if page is None:
        page = model(translation_key=key, locale=locale, live=False)
    else:
        if not page.is_child_of(parent) and _move(page, parent, ledger):
            page = known.get()
        if not ledger.changes(page, fields):
            return page
    set_fields(page, fields)
    if hasattr(page, "why"):
        page.why, page.change = FIRST if new else LATER, "correction"
    above = Page.objects.get(pk=parent.pk) if new else None
    if above is not None and rights is None:
        _publish_new(page, above)
    else:
        _draft_and_publish(page, above, rights)
    ledger.written.append(f"{page.title} ({language})")
    return page


def _draft_and_publish(page: Page, above: Page | None, rights: Rights | None) -> None:
    """Save a draft of `page`, which is new where it comes below `above`, and publish it where `rights` allow that."""
    if above is not None:
        above.add_child(instance=page)
    by = rights.by if rights is not None else None
    revision = page.save_revision(user=by)
    if rights is None or rights.publishes(page):
        revision.publish(user=by)


def _publish_new(page: Page, parent: Page) -> None:
    """Add `page` below `parent`, published: the rows that Wagtail's adding, drafting and publishing leave.

    These three save the page three times, and index it for search each time.
    """
    now = timezone.now()
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    parent.add_child(instance=page)
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        created_at=now,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.latest_revision = page.live_revision = revision
    Page.objects.filter(pk=page.pk).update(latest_revision=revision, live_revision=revision)
    page_published.send(sender=page.specific_class, instance=page, revision=revision)
    published.send(sender=type(page), instance=page, revision=revision)
    about: dict[str, Any] = {"page": page, "content_type": page.cached_content_type, "label": str(page)}
    said: dict[str, Any] = {"action": "wagtail.publish", "revision": revision, "content_changed": True}
    whose = get_active_log_context()
    # Wagtail's `log` asks the database for each row that this one refers to.
    PageLogEntry.objects.bulk_create([PageLogEntry(**about, **said, timestamp=now, user=whose.user, uuid=whose.uuid)])


def _move(page: Page, parent: Page, ledger: Ledger) -> bool:
    """Move `page` below `parent`, unless a person of this site moved it to where it is. Returns whether it moved."""
    moves = PageLogEntry.objects.filter(page=page.pk, action="wagtail.move", user__isnull=False)
    if moves.exists() and not ledger.overwrite:
        ledger.left.append(str(page))
        return False
    page.move(Page.objects.get(pk=parent.pk), pos="last-child")
    ledger.written.append(f"{page.title} → {parent.title}")
    return True


def put_in_order(parent: Page, wanted: list[Page]) -> None:
    """Bring the pages below `parent` into the order of the file; pages that the file does not know come first."""
    keys = [page.pk for page in wanted]
    now = list(Page.objects.child_of(parent).filter(pk__in=keys).order_by("path").values_list("pk", flat=True))
    if now == keys:
        return
    for pk in keys:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")


@contextmanager
def indexed_once() -> Iterator[None]:
    """Hold the index of references and that of the search back. Within they wait; at the end they learn of each row
    that was saved, once. Publishing saves a row four times, and Wagtail reads all its blocks each time.

    Rows must not be deleted within. Where somebody else keeps the index from being written, nothing is.
    """
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    saved: dict[type[Model], set[Any]] = defaultdict(set)

    def note(sender: type[Model], instance: object, **_kwargs: object) -> None:
        whole = _whole(instance)
        if whole is not None and ReferenceIndex.is_indexed(type(whole)):
            saved[type(whole)].add(whole.pk)

    post_save.connect(note)
    try:
        with disable_reference_index_auto_update(), _searched_once():
            yield
    finally:
        post_save.disconnect(note)
    for model, keys in saved.items():
        for row in model._base_manager.filter(pk__in=keys):
            ReferenceIndex.create_or_update_for_object(row)


@contextmanager
def _searched_once() -> Iterator[None]:
    for model in get_indexed_models():
        if post_save.disconnect(post_save_signal_handler, sender=model):
            post_save.connect(_on_searched, sender=model)
    waiting: dict[type[Model], set[Any]] = defaultdict(set)
    token = _unsearched.set(waiting)
    try:
        yield
    finally:
        _unsearched.reset(token)
    for (_name, backend), (model, keys) in product(
        get_search_backends_with_name(with_auto_update=True), waiting.items()
    ):
        backend.add_bulk(model, model.get_indexed_objects().filter(pk__in=keys))


def _on_searched(instance: Any, **kwargs: Any) -> None:
    """Let the search learn of a saved row as its library does, at once but within `indexed_once`."""
    unsearched = _unsearched.get()
    if unsearched is None:
        post_save_signal_handler(instance, **kwargs)
    else:
        unsearched[type(instance)].add(instance.pk)


def _whole(row: Any) -> Any:
    """Return the row that `row` is a part of: references of a part are its whole's."""
    while row is not None and (parts := [field for field in row._meta.fields if isinstance(field, ParentalKey)]):
        row = getattr(row, parts[0].name)
    return row

"""Writing of pages and rows from the files, and the one rule on when a row may be written: never over an edit that was
made on the site.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.blocks import StreamValue
from wagtail.models import Locale, Page, PageLogEntry

from courses.pages.reading import once
from lms.people.directory.models import User

from .new_pages import insert_pages
from .schema import BadFile

FIRST = "First edition of the core curriculum."
LATER = "The core curriculum was revised."
AnyPage = TypeVar("AnyPage", bound=Page)
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
    _pages: set[tuple[UUID, int]] | None = None
    _waiting: list[tuple[Page, Page]] | None = None

    def has(self, key: UUID, locale: Locale | None = None) -> bool:
        """Return whether a page has this translation key, in `locale` where one is named. One statement for all."""
        if self._pages is None:
            self._pages = set(Page.objects.filter(alias_of=None).values_list("translation_key", "locale"))
        return any(key == one for one, _locale in self._pages) if locale is None else (key, locale.pk) in self._pages

    def add(self, page: Page, parent: Page) -> None:
        """Write `page`, which is new, below `parent`: at once, but within `together`."""
        if self._pages is not None:
            self._pages.add((page.translation_key, page.locale_id))
        if self._waiting is None:
            insert_pages([page], parent)
        else:
            self._waiting.append((page, parent))

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let new pages wait within until `write_waiting`, or the end: those of one parent are written at once."""
        self._waiting = []
        try:
            yield
            self.write_waiting()
        finally:
            self._waiting = None

    def write_waiting(self) -> None:
        """Write the pages that wait: from then on statements find them."""
        by_parent: dict[int, list[tuple[Page, Page]]] = defaultdict(list)
        for page, parent in self._waiting or ():
            by_parent[parent.pk].append((page, parent))
        for pairs in by_parent.values():
            insert_pages([page for page, _parent in pairs], pairs[0][1])
        if self._waiting is not None:
            self._waiting = []

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
    return once((Locale, language), lambda: Locale.objects.get_or_create(language_code=language)[0])


def put_page(
    model: type[AnyPage], *, key: UUID, language: str, parent: Page, fields: Mapping[str, object], ledger: Ledger
) -> AnyPage:
    """Return the page of `model` with this translation key in `language`; published if it is new or differs from
    `fields`.
    """
    locale = locale_of(language)
    known = model.objects.filter(translation_key=key, locale=locale, alias_of=None).select_related("latest_revision")
    rights = ledger.rights
    page = known.first() if rights is not None or ledger.has(key, locale) else None
    new = page is None
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
    if new and rights is None:
        ledger.add(page, parent)
    else:
        _draft_and_publish(page, Page.objects.get(pk=parent.pk) if new else None, rights)
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

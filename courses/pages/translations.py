"""Language versions of pages: which pages are the same page in other languages, which are complete, and which are older
than their source.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from django.utils.functional import cached_property
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation

from .reading import once
from .source_text import text_of
from .translation_sources import TranslatedFrom


def language_of(page: Page) -> str:
    return page.locale.language_code


def source_of(pages: Sequence[Page]) -> Any:
    """Return the version that gives structure and order: in the default language where there is one, else the oldest;
    None of nothing.
    """
    oldest_first = sorted(pages, key=lambda page: page.pk)
    return next(
        (page for page in oldest_first if language_of(page) == settings.LANGUAGE_CODE),
        oldest_first[0] if pages else None,
    )


def live_pages(model: type[Page], language: str, *order: str, **only: object) -> list[Any]:
    """Return one live page of each translation key of `model`, of those with the fields `only`, in `order`: in
    `language` where there is one, else the oldest. One query.
    """
    key = (model, language, order, tuple(sorted(only.items())))
    return list(once(key, lambda: _live_pages(model, language, order, only)))


def _live_pages(model: type[Page], language: str, order: Iterable[str], only: Mapping[str, object]) -> list[Any]:
    pages: dict[UUID, Any] = {}
    rows = model._default_manager.live().filter(alias_of=None, **only).select_related("locale")
    for page in rows.order_by(*order, "pk"):
        if page.translation_key not in pages or language_of(page) == language:
            pages[page.translation_key] = page
    return list(pages.values())


def versions(keys: Collection[UUID], drafts: dict[int, Page]) -> dict[UUID, list[Any]]:
    """Return every page with one of these translation keys, oldest first, drafts in the place of stored pages; aliases
    are left out.

    Costs one query, one for each type of page, and one for the locales.
    """
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    by_key: dict[UUID, list[Any]] = {key: [] for key in keys}
    for stored in Page.objects.filter(translation_key__in=keys, alias_of=None).order_by("pk").specific():
        page = drafts.get(stored.pk, stored)
        page.locale = locales[page.locale_id]
        by_key[stored.translation_key].append(page)
    return by_key


class VersionStates:
    """State of the versions of pages, with drafts in the place of published pages: each version is judged by the source
    from which it was made.

    What somebody typed since, and did not publish, changes nothing here. Costs one query, and one more where a version
    is so old that nothing was noted of it.
    """

    def __init__(self, pages: Mapping[UUID, Sequence[Any]], drafts: Collection[int]) -> None:
        self.pages, self.drafts = pages, drafts
        translated = (page for versions in pages.values() if len(versions) > 1 for page in versions)
        self.made = TranslatedFrom.objects.by_revision([self._revision(page) for page in translated])
        self.sources = {(origin.key, origin.locale_id) for origin in self.made.values()}
        self.texts: dict[int, str] = {}

    def finished(self, page: Page) -> bool:
        """Return whether every text has a translation in this version.

        One that has not is half in another language, so learners do not get it.
        """
        origin = self.made.get(self._revision(page))
        if origin is not None:
            return not origin.missing
        name = (page.translation_key, page.locale_id)
        return name in self.sources or len(self.pages[page.translation_key]) == 1 or name not in self._unfinished

    def older(self, page: Page) -> bool:
        """Return whether this version was made from another text than its source has here, or from a source that is
        older itself.
        """
        seen: set[int] = set()
        while page.pk not in seen:
            seen.add(page.pk)
            origin = self.made.get(self._revision(page))
            source = self._source(origin, page.translation_key) if origin else None
            if origin is None or source is None:
                return False
            if origin.text != self._text(source):
                return True
            page = source
        return False

    def _source(self, origin: TranslatedFrom, key: UUID) -> object:
        versions = (page for page in self.pages[key] if page.locale_id == origin.locale_id)
        return next((page for page in versions if page.live or page.pk in self.drafts), None)

    def _text(self, page: Page) -> str:
        if page.pk not in self.texts:
            self.texts[page.pk] = text_of(page)
        return self.texts[page.pk]

    def _revision(self, page: Page) -> Any:
        if page.pk not in self.drafts:
            return page.live_revision_id
        return getattr(page, "written_in", page.latest_revision_id)

    @cached_property
    def _unfinished(self) -> set[tuple[UUID, int]]:
        return unfinished(self.pages)


def unfinished(keys: Iterable[UUID]) -> set[tuple[UUID, int]]:
    """Return key and locale of pages of which wagtail-localize holds an unfinished translation now, whatever of it is
    published.
    """
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string_id"), context=OuterRef("context_id"), locale=OuterRef("target"), has_error=False
    )
    waiting = StringSegment.objects.filter(source__object_id__in=list(keys), source__translations__enabled=True)
    waiting = waiting.annotate(target=F("source__translations__target_locale")).filter(~Exists(translated))
    return set(waiting.values_list("source__object_id", "target").distinct())

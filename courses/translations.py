"""Which pages are the same page in other languages, and which of them are complete."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation


def language_of(page: Any) -> str:
    return page.locale.language_code


def source_of(pages: Sequence[Any]) -> Any:
    """The version that gives structure and order: in the default language where there is one, else the oldest; None of nothing."""
    oldest_first = sorted(pages, key=lambda page: page.pk)
    return next((page for page in oldest_first if language_of(page) == settings.LANGUAGE_CODE), oldest_first[0] if pages else None)


def versions(keys: Collection[UUID], drafts: dict[int, Page]) -> dict[UUID, list[Any]]:
    """Every page with one of these translation keys, oldest first, drafts in the place of stored pages; aliases are left out.

    Costs one query, one for each type of page, and one for the locales.
    """
    locales = {locale.pk: locale for locale in Locale.objects.all()}
    found: dict[UUID, list[Any]] = {key: [] for key in keys}
    for stored in Page.objects.filter(translation_key__in=keys, alias_of=None).order_by("pk").specific():
        page = drafts.get(stored.pk, stored)
        page.locale = locales[page.locale_id]
        found[stored.translation_key].append(page)
    return found


def unfinished(keys: Iterable[UUID]) -> set[tuple[UUID, int]]:
    """Key and locale of pages of which wagtail-localize holds an unfinished translation: they would be shown half in another language."""
    translated = StringTranslation.objects.filter(
        translation_of=OuterRef("string_id"), context=OuterRef("context_id"), locale=OuterRef("target"), has_error=False
    )
    waiting = StringSegment.objects.filter(source__object_id__in=list(keys), source__translations__enabled=True)
    waiting = waiting.annotate(target=F("source__translations__target_locale")).filter(~Exists(translated))
    return set(waiting.values_list("source__object_id", "target").distinct())

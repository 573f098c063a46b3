"""Which pages are the same page in other languages, and which of them are complete."""

from typing import Any

from wagtail.models import Page
from wagtail_localize.models import Translation


def language_of(page: Any) -> str:
    return page.locale.language_code


def siblings(page: Any, drafts: dict[int, Page] | None = None) -> list[Any]:
    """`page` itself first, then its live translations, drafts in the place of live pages; aliases are left out."""
    drafts = drafts or {}
    others = type(page).objects.filter(translation_key=page.translation_key, alias_of=None).exclude(pk=page.pk)
    found = [drafts.get(other.pk, other) for other in others.select_related("locale").order_by("pk")]
    return [page, *(other for other in found if other.live or other.pk in drafts)]


def complete(page: Any) -> bool:
    """False where wagtail-localize holds an unfinished translation of this page, which would be shown half in the source language."""
    translation = Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale, enabled=True).first()
    if translation is None:
        return True
    total, translated = translation.get_progress()
    return translated >= total

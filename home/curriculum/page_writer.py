"""One page of the curriculum, made or brought up to date."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wagtail.models import Locale, Page

from .ledger import Ledger, set_fields

FIRST = "First edition of the core curriculum."
LATER = "The core curriculum was revised."


def locale_of(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def put_page(
    model: type[Page], *, key: UUID, language: str, parent: Page, fields: Mapping[str, object], ledger: Ledger
) -> Any:
    """Return the page of `model` with this translation key in `language`; published if it is new or differs from
    `fields`.
    """
    locale = locale_of(language)
    page = (
        model.objects.filter(translation_key=key, locale=locale, alias_of=None)
        .select_related("latest_revision")
        .first()
    )
    new = page is None
    if new:
        page = model(translation_key=key, locale=locale, live=False)
    elif not ledger.changes(page, fields):
        return page
    set_fields(page, fields)
    if hasattr(page, "why"):
        page.why, page.change = FIRST if new else LATER, "correction"
    if new:
        Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    ledger.written.append(f"{page.title} ({language})")
    return page

"""Notes what translations were made from that were published before anything was noted,
as far as it can still be known.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from wagtail.models import DraftStateMixin, Page, get_translatable_models
from wagtail_localize.models import Translation

from lms.people.directory.current_viewer import unlimited

from ..pages.source_text import text_of
from ..pages.translation_sources import TranslatedFrom
from .translation_versions import missing_texts, note_published

log = logging.getLogger(__name__)

AT_ONCE = 50


def catch_up(now: datetime) -> int:
    """Note it for some of them; gives for how many. Nothing is left to do after an upgrade once it gives 0."""
    with unlimited():
        rows = [
            row for model in get_translatable_models() if issubclass(model, DraftStateMixin) for row in _unknown(model)
        ]
    for row in rows:
        try:
            with transaction.atomic():
                _note(row, now)
        except Exception:  # whatever is wrong with one row, the others are noted
            log.exception("what the translation %s was made from cannot be noted", row)
    return len(rows)


def _unknown(model: Any) -> list[Any]:
    """Published translations of which nothing is noted, of objects that exist in the default language."""
    source = model._default_manager.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=settings.LANGUAGE_CODE
    )
    rows = model._default_manager.filter(Exists(source), live=True, live_revision__isnull=False)
    rows = rows.exclude(locale__language_code=settings.LANGUAGE_CODE).exclude(
        live_revision__in=TranslatedFrom.objects.values("pk")
    )
    rows = rows.select_related("live_revision").order_by("pk")
    return (
        [page.specific for page in rows.filter(alias_of=None)[:AT_ONCE]]
        if issubclass(model, Page)
        else list(rows[:AT_ONCE])
    )


def _note(row: Any, now: datetime) -> None:
    """Note the source of one translation. Where wagtail-localize took in a newer source after the version was made, the
    text that it was made from is unknown and noted as empty.
    """
    translation = Translation.objects.filter(
        source__object_id=row.translation_key, target_locale=row.locale_id, enabled=True
    ).first()
    if translation is None:
        note_published(instance=row, revision=row.live_revision_id, now=now)
        return
    source, at = translation.source, row.live_revision.created_at
    text = text_of(source.as_instance()) if source.last_updated_at <= at else ""
    newer = text != text_of(source.get_source_instance())
    TranslatedFrom.objects.create(
        revision=row.live_revision,
        key=row.translation_key,
        locale_id=source.locale_id,
        text=text,
        missing=missing_texts(source, row.locale_id, by=at),
        older_since=now if newer else None,
    )

"""Notes what a version of a translation is made from, when it is made or published,
and which versions a changed source makes older.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail.signals import published
from wagtail_localize.models import StringSegment, StringTranslation, TranslationLog, TranslationSource

from lms.people.directory.current_viewer import unlimited

from ..pages.source_text import text_of
from ..pages.translation_sources import TranslatedFrom
from ..pages.translations import language_of, source_of

_waiting: ContextVar[list[tuple[Any, int]] | None] = ContextVar("waiting", default=None)


@receiver(post_save, sender=TranslationLog)
def _on_translated(sender: type, instance: TranslationLog, created: bool, **_kwargs: object) -> None:
    if created and instance.revision_id is not None:
        note_made(log=instance, now=timezone.now())


def note_made(*, log: TranslationLog, now: datetime) -> TranslatedFrom:
    """Note that a version was made from the source of wagtail-localize, with the translations that are there."""
    source = log.source
    text = text_of(source.as_instance())
    newer = text != text_of(source.get_source_instance())
    values = {
        "key": source.object_id,
        "locale": source.locale,
        "text": text,
        "missing": missing_texts(source, log.locale),
        "older_since": now if newer else None,
    }
    return TranslatedFrom.objects.update_or_create(revision=log.revision, defaults=values)[0]


def missing_texts(source: TranslationSource, locale: object) -> int:
    """Count the texts of `source` that have no translation."""
    translated = StringTranslation.objects.filter(locale=locale, has_error=False)
    pairs = set(translated.filter(context__object_id=source.object_id).values_list("translation_of", "context"))
    wanted = StringSegment.objects.filter(source=source).values_list("string", "context")
    return sum(pair not in pairs for pair in wanted)


@receiver(published)
def _on_published(sender: type, instance: object, revision: Revision, **_kwargs: object) -> None:
    if not (isinstance(instance, TranslatableMixin) and instance.live):
        return
    waiting = _waiting.get()
    if waiting is not None:
        waiting.append((instance, revision.pk))
        return
    note_published(instance=instance, revision=revision.pk, now=timezone.now())
    transaction.on_commit(partial(follow, instance), robust=True)


@contextmanager
def versions_together() -> Iterator[None]:
    """Let what is published within wait until the end of the block, where all is noted in a few statements."""
    waiting: list[tuple[Any, int]] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    _note_all(waiting)


def _note_all(published: Sequence[tuple[Any, int]]) -> None:
    """Note several rows that were published, each with the key of its revision."""
    keys, now = {row.translation_key for row, _revision in published}, timezone.now()
    sources = set(TranslatedFrom.objects.filter(key__in=keys).values_list("key", "locale"))
    made = set(TranslatedFrom.objects.by_revision(revision for _row, revision in published))
    new: defaultdict[type, list[Any]] = defaultdict(list)
    for row, revision in published:
        is_source = isinstance(row, Page) and language_of(row) == settings.LANGUAGE_CODE
        if (row.translation_key, row.locale_id) in sources or row.live_revision_id != revision:
            note_published(instance=row, revision=revision, now=now)
        elif not is_source and revision not in made:
            new[type(row)].append(row)
    for rows in new.values():
        note_new_translations(rows)
    followed = set(TranslationSource.objects.filter(object_id__in=keys).values_list("object_id", flat=True))
    for row, _revision in published:
        if row.translation_key in followed:
            transaction.on_commit(partial(follow, row), robust=True)


def note_published(*, instance: object, revision: int, now: datetime) -> None:
    """Note which translations of `instance`, published as its `revision`, are older than it from now on.

    If it is a translation that somebody wrote without wagtail-localize, its author had the source before them that is
    published now.
    """
    origins = TranslatedFrom.objects.of_source(instance)
    if origins.exists():
        text = text_of(instance)
        origins.filter(text=text).update(older_since=None)
        origins.exclude(text=text).filter(older_since=None).update(older_since=now)
    source = None if TranslatedFrom.objects.filter(pk=revision).exists() else source_of_translation(instance)
    if source is not None:
        values = {"key": source.translation_key, "locale_id": source.locale_id, "text": text_of(source)}
        TranslatedFrom.objects.update_or_create(revision_id=revision, defaults=values)


def note_new_translations(rows: Sequence[Any]) -> None:
    """Note what `rows` of one model, new translations that are published as they stand, are made from. Two
    statements.
    """
    versions: dict[object, list[Any]] = {row.translation_key: [] for row in rows}
    known = type(rows[0])._default_manager.filter(translation_key__in=versions).select_related("locale")
    with unlimited():
        for one in known.filter(alias_of=None) if isinstance(rows[0], Page) else known:
            versions[one.translation_key].append(one)
    pairs = ((row, source_of(versions[row.translation_key])) for row in rows)
    texts: dict[Any, str] = {}
    TranslatedFrom.objects.bulk_create(
        TranslatedFrom(
            revision_id=row.live_revision_id,
            key=source.translation_key,
            locale_id=source.locale_id,
            text=texts.get(source.pk) or texts.setdefault(source.pk, text_of(source)),
        )
        for row, source in pairs
        if source.pk != row.pk
    )


def source_of_translation(instance: Any) -> Any:
    """Return the object that `instance` translates; None where it is the source itself."""
    if isinstance(instance, Page) and instance.alias_of_id is None and language_of(instance) == settings.LANGUAGE_CODE:
        return None
    with unlimited():
        rows = type(instance)._default_manager.filter(translation_key=instance.translation_key).select_related("locale")
        source = source_of(list(rows.filter(alias_of=None) if isinstance(instance, Page) else rows))
    return None if source is None or source.pk == instance.pk else source


def follow(instance: Any) -> None:
    """Let translators find the text that is published now where `instance` is the source of translations."""
    sources = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale=instance.locale_id, translations__enabled=True
    )
    for source in sources.distinct():
        if text_of(source.as_instance()) != text_of(source.get_source_instance()):
            source.update_from_db()


def hold_as_published(row: Any) -> None:
    """Let the database hold the row as if it were published: which rows a quiz draws only the database can say.

    It is rolled back.
    """
    row.live, row.has_unpublished_changes = True, False
    row.first_published_at = row.first_published_at or timezone.now()
    row.live_revision_id = row.written_in
    row.save()
    if isinstance(row, TranslatableMixin):
        note_published(instance=row, revision=row.live_revision_id, now=timezone.now())

"""Text of a page or another object as a digest: two versions with the same digest need the same translation."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields

FROM_SOURCE = frozenset({"slug", "minutes", "required", "weight", "before_counts", "validity_months", "refresher"})
"""Fields that a course takes from the page in the source language, whatever its translations say."""
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
"""By which the editor of rich text knows a paragraph again. It says nothing to readers."""
OWN = frozenset({"pk", "id", "locale", "translation_key", "sort_order"})
"""In what the rows of a page differ from one version of it to the next, though they say the same;
their order is that of the list.
"""


def text_of(instance: object) -> str:
    """Return SHA-256 (hexadecimal) of what a translation takes over from `instance`: its texts, and of a page its
    settings too.

    The ids of blocks and paragraphs are left out, so that saving without a change gives the same digest.
    """
    text = json.dumps(dict(_parts(instance)), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(instance: object) -> Iterator[tuple[str, object]]:
    for translatable in get_translatable_fields(type(instance)):
        name, translated = translatable.field_name, translatable.is_translated(instance)
        taken_over = isinstance(instance, Page) and name not in FROM_SOURCE and translatable.is_synchronized(instance)
        if translated or taken_over:
            yield name, _clean(_value(instance, translatable.get_field(type(instance))))


def _value(instance: object, field: Any) -> Any:
    if isinstance(field, StreamField):
        stream = field.value_from_object(instance)
        # Read all blocks: unread ones would be given as stored, with or without default values.
        list(stream)
        return field.stream_block.get_prep_value(stream)
    if isinstance(field, models.ManyToOneRel):
        own = OWN | {field.field.name}
        return [_columns(row, own) for row in getattr(instance, field.name).all()]
    return field.value_from_object(instance)


def _columns(row: models.Model, own: frozenset[str]) -> dict[str, object]:
    return {field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in own}


def _clean(value: object) -> object:
    """Return the stored value of a field without the ids of the blocks, items and paragraphs inside."""
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value)
    if isinstance(value, dict):
        inside = value.keys() - {"id"} if value.keys() == {"type", "value", "id"} else value.keys()
        return {name: _clean(value[name]) for name in inside}
    return [_clean(item) for item in value] if isinstance(value, list) else value

"""Values of pages and questions with what they refer to named so that it holds on another installation, too: files by
their bytes, provisions by key, pages and questions by translation key, categories, objectives and tags by name.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Protocol
from uuid import UUID

import nh3
from django.apps import apps
from django.db.models import Field, JSONField, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Locale, Page
from wagtailmedia.models import get_media_model

from courses.lessons.blocks import DrawingBlock
from home.curriculum.files import named
from lms.foundation.plugins.block import SCHEMES, TAGS

from .toml import NOTHING

FILES: Mapping[str, type[Model]] = {
    "image": get_image_model(),
    "document": get_document_model(),
    "media": get_media_model(),
}
OWN = {"title", "slug", "seo_title", "search_description", "show_in_menus", "opening_conditions"}
"""Fields of Wagtail's own page that are taken along; the rest keeps its books."""
BOOKS = {
    *(field.name for field in Page._meta.get_fields() if field.name not in OWN),
    *("page_ptr", "change", "why", "review_on", "go_live_at", "expire_at", "owner", "institution", "archived"),
    *("checked_by", "checked_on", "tagged_items"),
}
_MARKUP = {*TAGS, "embed", "b", "i", "br", "hr", "sup", "sub", "code", "blockquote", "h2", "h3", "h4"}
_ATTRIBUTES = {"a": {"href", "linktype", "id"}, "embed": {"embedtype", "id", "alt", "format", "url"}}
_CLOSED = re.compile(r"<(embed|br|hr)\b([^>]*?)\s*/?>(?:</embed>)?")
_NAMED = re.compile(r"<(?:a|embed)\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_KINDS = {"linktype": {"page": Page, "document": FILES["document"]}, "embedtype": {"image": FILES["image"]}}

Fields = dict[str, Any]


class Change(Protocol):
    """Conversion of one reference: of a primary key to a name, or back. None where there is nothing of that name."""

    def __call__(self, model: type[Model], value: object) -> object: ...


def fields_of(row: Any, change: Change) -> Fields:
    """Return what a person wrote in `row` and in the rows that are parts of it: fields that differ from a new row's."""
    found: Fields = {}
    for field in _own_fields(type(row)):
        value = _stored(row, field)
        if value not in (None, "") and value != _default(field):
            found[field.name] = _plain(mapped(field, value, change), keep=isinstance(field, JSONField))
    for name, _model in _parts(type(row)):
        rows = sorted(getattr(row, name).all(), key=lambda part: (getattr(part, "sort_order", 0) or 0, part.pk or 0))
        if rows:
            found[name] = [fields_of(part, change) for part in rows]
    return {name: value for name, value in found.items() if value is not None}


def values_for(
    model: type[Model], fields: Mapping[str, Any], change: Change, key: str = "", locale: Locale | None = None
) -> Fields:
    """Return `fields` as a row of `model` takes them; unknown ones are left out. The row's `key` names its parts, which
    translations share, and they are in its `locale`.
    """
    values: Fields = {}
    for field in _own_fields(model):
        given = _without_nothing(fields[field.name]) if field.name in fields else _default(field)
        changed = mapped(field, given, change) if field.name in fields else given
        is_stream = isinstance(field, StreamField)
        values[field.attname] = (changed or []) if is_stream else _checked(field, changed)
    for part, part_model in _parts(model):
        rows = [values_for(part_model, one, change) for one in fields.get(part, [])]
        values[part] = [
            part_model(**one, **_identity(part_model, place, part, key, locale)) for place, one in enumerate(rows)
        ]
    return values


def _checked(field: Field, value: object) -> object:
    """Return the value as the field's form takes it where the field has a form of its own. Raises `ValidationError`."""
    form = field.formfield() if isinstance(field, JSONField) and type(field) is not JSONField else None
    return form.to_python(value) if form is not None else field.to_python(value)


def _identity(model: type[Model], place: int, part: str, key: str, locale: Locale | None) -> Fields:
    own = {"sort_order": place, "translation_key": named("part", part, key, place), "locale": locale}
    has = {field.name for field in model._meta.concrete_fields}
    return {name: value for name, value in own.items() if name in has}


def _own_fields(model: type[Model]) -> Iterator[Field]:
    for field in model._meta.concrete_fields:
        written = field.editable or isinstance(field, JSONField)
        if written and field.name not in BOOKS and not field.primary_key and not isinstance(field, ParentalKey):
            yield field


def _parts(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        if name not in BOOKS:
            yield name, relation.related_model


def _stored(row: Model, field: Field) -> object:
    if isinstance(field, StreamField):
        return field.stream_block.get_prep_value(getattr(row, field.name)) or []
    return field.value_from_object(row)


def _default(field: Field) -> object:
    if isinstance(field, StreamField):
        return []
    if field.has_default():
        return field.get_default()
    return "" if field.empty_strings_allowed and not field.null else None


def mapped(field: Field, value: object, change: Change) -> object:
    """Return the value of a field with its references changed and its HTML as the editor would store it."""
    if isinstance(field, StreamField):
        return _in_block(field.stream_block, value, change)
    if field.is_relation and field.related_model is not None:
        return change(field.related_model, value) if value not in (None, "") else None
    if isinstance(field, RichTextField):
        return rich(str(value), change)
    return str(value) if isinstance(value, UUID) else value


def _in_block(block: blocks.Block, stored: object, change: Change) -> object:
    value: Any = stored
    if value is None:
        return None
    if isinstance(block, blocks.StreamBlock):
        return [
            {**one, "value": _in_block(block.child_blocks[one["type"]], one["value"], change)}
            if one["type"] in block.child_blocks
            else one
            for one in value
        ]
    if isinstance(block, blocks.ListBlock):
        return [
            {**one, "value": _in_block(block.child_block, one["value"], change)}
            if isinstance(one, dict) and {"type", "value"} <= one.keys() <= {"type", "value", "id"}
            else _in_block(block.child_block, one, change)
            for one in value
        ]
    if isinstance(block, blocks.StructBlock):
        known = block.child_blocks
        return {
            name: _in_block(known[name], inner, change) if name in known else inner for name, inner in value.items()
        }
    if isinstance(block, blocks.ChooserBlock):
        return change(resolve_model_string(block.target_model), value)
    if isinstance(block, DrawingBlock):
        return block.clean(value)
    return rich(value, change) if isinstance(block, blocks.RichTextBlock) and isinstance(value, str) else value


def rich(html: str, change: Change) -> str:
    """Return the HTML with its references changed and nothing in it that the editor does not store. Done twice, it
    gives the same.
    """
    clean = nh3.clean(html, tags=_MARKUP, attributes=_ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)
    clean = clean.replace("&nbsp;", "\N{NO-BREAK SPACE}")
    return _NAMED.sub(lambda match: _renamed(match[0], change), _CLOSED.sub(r"<\1\2/>", clean))


def _renamed(tag: str, change: Change) -> str:
    attributes = dict(_ATTRIBUTE.findall(tag))
    for attribute, models in _KINDS.items():
        model = models.get(attributes.get(attribute, ""))
        if model is not None and "id" in attributes:
            found = change(model, attributes["id"])
            return tag.replace(f'id="{attributes["id"]}"', f'id="{escape(str(found or ""))}"')
    return tag


def _plain(value: object, *, keep: bool) -> object:
    """Return `value` as TOML can hold it: without what is None, or with `NOTHING` in its place."""
    if isinstance(value, Mapping):
        pairs = {name: _plain(value[name], keep=keep) for name in sorted(value)}
        return {
            name: (NOTHING if inner is None else inner) for name, inner in pairs.items() if keep or inner is not None
        }
    if isinstance(value, list | tuple):
        return [NOTHING if inner is None else _plain(inner, keep=keep) for inner in value]
    return value


def _without_nothing(value: object) -> object:
    if value == NOTHING:
        return None
    if isinstance(value, Mapping):
        return {name: _without_nothing(inner) for name, inner in value.items()}
    return [_without_nothing(inner) for inner in value] if isinstance(value, list) else value


def kind_of(model: type[Model]) -> str:
    """Return the kind of file that `model` holds; empty for other models."""
    return next((kind for kind, known in FILES.items() if model is known), "")


def question_models() -> Mapping[str, Any]:
    """Return the models of the bank by name; none where it is not installed."""
    if not apps.is_installed("assessments.questions"):
        return {}
    return {name: apps.get_model("questions", name) for name in ("Question", "Category", "Objective")}

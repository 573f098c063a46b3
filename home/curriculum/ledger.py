"""Ledger of a loading, and the one rule on when a row may be written: never over an edit that was made on the site."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from modelcluster.fields import ParentalKey
from wagtail.blocks import StreamValue

from .files import BadFile


@dataclass
class Ledger:
    """Rows that were written, and rows that were left because people of this site had edited them (all are written with
    `overwrite`).
    """

    overwrite: bool = False
    written: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def changes(self, row: object, fields: Mapping[str, object]) -> list[str]:
        """Return the names of the `fields` in which `row` differs from the file, and which it may take over."""
        differing = [
            name for name, value in fields.items() if _plain(getattr(row, name)) != _plain(_as_field(row, name, value))
        ]
        if differing and not self.overwrite and _edited_here(row):
            self.left.append(str(row))
            return []
        return differing


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
    return field.to_python(value) if field.concrete else value


def _plain(value: object) -> object:
    """Return `value` such that the same content is equal: blocks as stored, rows below a page by what they say."""
    if isinstance(value, StreamValue):
        return [block.get_prep_value() for block in value]
    if hasattr(value, "all"):
        value = list(value.all())
    if isinstance(value, list):
        return [_fields_of(child) if isinstance(child, Model) else child for child in value]
    return value


def _fields_of(child: Model) -> dict[str, object]:
    fields = [
        field for field in child._meta.concrete_fields if not (field.primary_key or isinstance(field, ParentalKey))
    ]
    return {field.attname: getattr(child, field.attname) for field in fields}


def _sentences(error: ValidationError) -> str:
    """Return the error messages, wherever in the nested blocks they are."""
    nested = getattr(error, "block_errors", None)
    if nested:
        pairs = nested.items() if isinstance(nested, dict) else enumerate(nested)
        return "; ".join(f"{place}: {_sentences(inner)}" for place, inner in pairs if inner)
    return " ".join(getattr(error, "messages", [str(error)]))

"""Fields of rows: conditions (a fact, how it compares, a value) and effects (a fact, set or add, a value)."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..values import read_hours, read_value, written_hours, written_value
from .choices import Choices, has_value, pick

MOST = 20
"""Rows of one field."""
BLANK = 1
"""Empty rows below those that are there."""
COMPARED = (
    ("=", "="),
    ("!=", "≠"),
    (">=", "≥"),
    ("<=", "≤"),
    ("by", gettext_lazy("was true by hour")),
)
PARTS = ("fact", "verb", "value", "or")
DONE = (("set", "="), ("add", "+"))
Row = Sequence[str]


class RowsWidget(forms.Widget):
    """Rows of a choice, another choice and a text; `joins` adds a tick “or, with the row above”."""

    def __init__(self, verbs: Sequence[tuple[str, object]], *, joins: bool) -> None:
        super().__init__()
        self.verbs, self.joins = verbs, joins
        self.choices: Choices = []

    def value_from_datadict(self, data: Any, files: object, name: str) -> list[Row]:
        return [
            [data.get(f"{name}-{number}-{part}", "") for part in PARTS]
            for number in range(MOST)
            if f"{name}-{number}-fact" in data
        ]

    def value_omitted_from_data(self, data: Any, files: object, name: str) -> bool:
        return f"{name}-0-fact" not in data

    def render(self, name: str, value: Any, attrs: object = None, renderer: object = None) -> SafeString:
        rows = [row for row in value or () if row[0]]
        blank = [["", "", "", ""]] * min(BLANK, MOST - len(rows))
        grouped = any(isinstance(each, list) for _label, each in self.choices)
        groups = self.choices if grouped else [("", self.choices)]
        context = {"name": name, "rows": [*rows, *blank], "groups": groups, "verbs": self.verbs}
        return render_to_string("simulation/authoring/rows.html", context | {"joins": self.joins})

    def filled(self, rows: Sequence[Row] | None) -> Iterator[Row]:
        """Yield the rows in which something is chosen. Raises `ValidationError` for what is in none of the lists."""
        groups = [each if isinstance(each, list) else [(value, each)] for value, each in self.choices]
        offered = {value for group in groups for value, _label in group}
        for row in rows or ():
            if row[0] and row[0] not in offered:
                raise ValidationError(_("Choose a fact from the list."))
            if row[0]:
                yield row

    def said(self, rows: Sequence[Row] | None) -> str:
        """Return the rows as one reads them."""
        groups = [each if isinstance(each, list) else [(value, each)] for value, each in self.choices]
        names, verbs = {value: label for group in groups for value, label in group}, dict(self.verbs)
        filled = [row for row in rows or () if row[0]]
        return "; ".join(f"{names.get(row[0], row[0])} {verbs.get(row[1], row[1])} {row[2]}".strip() for row in filled)

    def use_required_attribute(self, initial: object) -> bool:
        return False

    @property
    def use_fieldset(self) -> bool:
        return True

    @use_fieldset.setter
    def use_fieldset(self, value: bool) -> None:
        """Return true: a group of fields, always."""


class ConditionField(forms.Field):
    """JSON of a condition. Rows that are ticked belong to the one above: one of them has to hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=RowsWidget(COMPARED, joins=True), **kwargs)

    def has_changed(self, initial: object, data: object) -> bool:
        return _filled(self.prepare_value(initial)) != _filled(data)

    def prepare_value(self, value: Any) -> Any:
        return [row for part in value or () for row in _rows_of(part)] if _is_json(value) else value

    def written(self, value: object) -> str:
        return self.widget.said(self.prepare_value(value))

    def clean(self, value: object) -> list[object]:
        groups: list[list[Any]] = []
        for row in self.widget.filled(value):
            clause = _clause(row)
            if row[3] and groups:
                groups[-1].append(clause)
            else:
                groups.append([clause])
        return [group[0] if len(group) == 1 else {"any": group} for group in groups]


class EffectsField(forms.Field):
    """JSON of effects."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=RowsWidget(DONE, joins=False), **kwargs)

    def has_changed(self, initial: object, data: object) -> bool:
        return _filled(self.prepare_value(initial)) != _filled(data)

    def prepare_value(self, value: Any) -> Any:
        if not _is_json(value):
            return value
        return [[fact, verb, written_value(found), ""] for fact, verb, found in value or ()]

    def written(self, value: object) -> str:
        return self.widget.said(self.prepare_value(value))

    def clean(self, value: object) -> list[object]:
        return [_effect(row) for row in self.widget.filled(value)]


def present_picks(when: Any) -> Iterator[str]:
    """Yield the choices that a condition has already."""
    for part in when or ():
        yield from (row[0] for row in _rows_of(part))


def _filled(rows: Any) -> list[list[str]]:
    """Return the rows in which something is chosen: an empty one below others is none."""
    return [[str(each).strip() for each in row] for row in rows or () if row[0]]


def _is_json(value: Any) -> bool:
    """Return whether the value comes from the case; a sent form gives rows of four texts."""
    return not (value and isinstance(value[0], list) and len(value[0]) == 4)


def _rows_of(part: object) -> list[list[str]]:
    clauses = part["any"] if isinstance(part, dict) else [part]
    return [_row(clause, joined=bool(number)) for number, clause in enumerate(clauses)]


def _row(clause: Sequence[Any], *, joined: bool) -> list[str]:
    fact, verb, value = clause
    if verb == "by":
        return [pick(fact), verb, written_hours(value), "1" if joined else ""]
    if has_value(fact):
        return [pick(fact, value), verb, "", "1" if joined else ""]
    return [pick(fact), verb, written_value(value), "1" if joined else ""]


def _clause(row: Row) -> list[object]:
    fact, *value = json.loads(row[0])
    verb = row[1] if row[1] in dict(COMPARED) else "="
    if verb == "by":
        try:
            return [fact, verb, read_hours(row[2])]
        except ValueError as error:
            raise ValidationError(_("Write hours as a number, like 24 or 1.5.")) from error
    return [fact, verb, value[0] if value else read_value(row[2])]


def _effect(row: Row) -> list[object]:
    value = read_value(row[2])
    if row[1] == "add" and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValidationError(_("A fact changes by a number, like 1 or -1."))
    return [row[0], "add" if row[1] == "add" else "set", value]

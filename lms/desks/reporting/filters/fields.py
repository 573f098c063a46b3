"""Filters as Django forms: what can be chosen, what was chosen in words, and what is wrong with an address.

Each field has its choices once: for the list that is drawn, for the values that are taken, and for the words of a page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.report import InvalidFilter, NotVisible

from . import months
from .options_html import options

YEARS = range(1990, 2101)
Options = Callable[[], Iterable[tuple[str, Any]]]
"""Pairs of a value and its label; asked when the list is drawn or a chosen value is named, and not before."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


class AskedField(forms.BoundField):
    """A filter as a person meets it."""

    form: "FiltersForm"

    @property
    def asked(self) -> str:
        """The value in the address, as it was written; empty if the address has none."""
        return self.form.params.get(self.name, "")

    @cached_property
    def options(self) -> list[Option]:
        """The options to choose from; empty for a field in which one writes."""
        options: Options | None = getattr(self.field, "options", None)
        chosen = self.asked or getattr(self.field, "default_key", "")
        return [Option(value, str(label), value == chosen) for value, label in options()] if options else []

    @property
    def options_html(self) -> SafeString:
        return options(self.options)

    @property
    def in_words(self) -> str:
        """The label and what was asked; nothing where nothing was asked."""
        if not self.asked or getattr(self.field, "is_in_title", False):
            return ""
        if self.options:
            value = next((option.label.strip() for option in self.options if option.chosen), self.asked)
        else:
            value = months.written(date.fromisoformat(self.asked)) if isinstance(self.field, Day) else self.asked
        return f"{self.label} {value}"


class Choice(forms.Field):
    """One of `values`, which says what each value of an address stands for; `default` where nothing is asked."""

    widget = forms.Select
    is_in_title = False
    """Whether the title of the page says what was chosen."""

    def __init__(self, name: str, label: Any, values: Mapping[Any, Any], options: Options, default: Any = None) -> None:
        super().__init__(label=label, required=False)
        self.name, self.values, self.options, self.default = name, values, options, default

    @property
    def default_key(self) -> str:
        """The value of an address that stands for the default; empty where there is none."""
        keys = (key for key, value in self.values.items() if value is self.default)
        return "" if self.default is None else next(keys, "")

    def to_python(self, value: str | None) -> Any:
        if value is None:
            return self.default
        if value not in self.values:
            raise self.unknown(value)
        return self.values[value]

    def unknown(self, value: str) -> ValidationError:
        sentence = _("“%(value)s” is not a choice for “%(name)s”. Choose one from the list.")
        return ValidationError(sentence % {"value": value[:40], "name": self.name})


class VisibleId(Choice):
    """The id of one of `values`, the viewer's; what else a value may be, `to_python` of a subclass says.

    A number that is not the viewer's raises `NotVisible`, whether or not it exists; anything else is a problem.
    """

    def id_in(self, value: str) -> int:
        if not (value.isascii() and value.isdecimal()):
            raise self.unknown(value)
        pk = whole_number(value, digits=18)
        if pk is None or pk not in self.values:
            raise NotVisible(self.name)
        return pk


class Day(forms.Field):
    """A day in the form of ISO 8601."""

    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: str | None) -> date | None:
        if value is None:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            sentence = _("“%(value)s” is not a day. Write the year, the month and the day, as in 2026-11-24.")
            raise ValidationError(sentence % {"value": value[:40]})
        return day


NO_FIELDS: Mapping[str, Callable[[], forms.Field]] = {}


class FiltersForm(forms.Form):
    """The parameters of an address, checked by `fields`; what is empty counts as not asked. Fields of `others` are made
    when they are asked or drawn.
    """

    bound_field_class = AskedField

    def __init__(
        self,
        params: Mapping[str, str],
        fields: Mapping[str, forms.Field],
        others: Mapping[str, Callable[[], forms.Field]] = NO_FIELDS,
    ) -> None:
        self.params = {name: value.strip() for name, value in params.items() if value.strip()}
        super().__init__(self.params)
        self.others = others
        self.fields.update(fields)
        self.fields.update({name: make() for name, make in others.items() if name in self.params})

    def __contains__(self, name: str) -> bool:
        return name in self.fields or name in self.others

    def __getitem__(self, name: str) -> forms.BoundField:
        if name not in self.fields and name in self.others:
            self.fields[name] = self.others[name]()
        return super().__getitem__(name)

    def answers(self) -> dict[str, Any]:
        """Return the value of each field. Raises `InvalidFilter` with all problems, in the order of the fields."""
        problems = [
            _("There is no filter called “%(name)s”.") % {"name": name[:40]}
            for name in self.params.keys() - {*self.fields, "page"}
        ]
        problems += [str(sentence) for errors in self.errors.values() for sentence in errors]
        if problems:
            raise InvalidFilter(problems)
        return self.cleaned_data


def in_words(fields: Iterable[Any]) -> list[str]:
    """Return the words of those `fields` that have a value."""
    return [words for field in fields if (words := field.in_words)]

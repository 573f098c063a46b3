"""Base of the forms of all things: words of one language, and structure in the case’s own language."""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.stale_forms import StaleCheckForm

from ..values import read_clock, read_hours, written_clock, written_hours
from .choices import Choices, Picks
from .rows import ConditionField, EffectsField, present_picks

Thing = dict[str, Any]


class HoursField(forms.CharField):
    """Minutes, written as hours. `missing` is what an empty one is."""

    def __init__(self, *, missing: int | None = 0, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6})
        super().__init__(required=False, max_length=10, widget=widget, **kwargs)
        self.missing = missing

    def prepare_value(self, value: object) -> Any:
        return written_hours(value) if isinstance(value, int) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def written(self, value: object) -> str:
        return self.prepare_value(value) or ""

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        try:
            return read_hours(text) if text else self.missing
        except ValueError as error:
            raise ValidationError(_("Write hours as a number, like 24 or 1.5.")) from error


class ClockField(forms.CharField):
    """Minutes of a day, as 08:30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=5, widget=forms.TextInput(attrs={"size": 6}), **kwargs)

    def prepare_value(self, value: object) -> Any:
        return written_clock(value) if isinstance(value, int) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def written(self, value: object) -> str:
        return self.prepare_value(value) or ""

    def clean(self, value: object) -> int:
        text = super().clean(value)
        try:
            return read_clock(text) if text else 0
        except ValueError as error:
            raise ValidationError(_("Write the time like 08:30.")) from error


class MarksField(forms.FloatField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 4})
        super().__init__(required=False, min_value=0, max_value=100, widget=widget, **kwargs)

    def prepare_value(self, value: object) -> Any:
        return f"{value:g}" if isinstance(value, int | float) else value

    def clean(self, value: object) -> object:
        found = super().clean(value) or 0
        return int(found) if float(found).is_integer() else found


MADE_OF = "-made-of"
"""All that the form of a thing was made from, but for its rows; in no field."""


class ThingForm(StaleCheckForm):
    """`words_of` and `structure_of` give the thing as it was filled in. `WORDS` are the fields that are words; the
    others are not there where `own` is false: structure is the same in every language.
    """

    WORDS: ClassVar[Sequence[str]] = ()
    named_by: ClassVar[str] = ""
    """The word out of which the id of a new thing is made."""
    inside: ClassVar[str] = ""
    """The name of its rows in the case; nothing where it has none."""

    def __init__(self, picks: Picks, thing: Thing, words: Thing, *args: Any, own: bool = True, **kwargs: Any) -> None:
        self.picks, self.thing, self.words, self.own = picks, thing, words, own
        parts = [thing, words] if own else [words]
        made_of = [{name: each for name, each in part.items() if name != self.inside} for part in parts]
        initial = {
            **(self.initial_of(thing) if own else {}),
            **{name: words.get(name, "") for name in self.WORDS},
            **kwargs.pop("initial", {}),
            MADE_OF: json.dumps(made_of, sort_keys=True),
        }
        initial.pop(self.inside, None)
        super().__init__(*args, initial=initial, **kwargs)
        if not own:
            kept = (*self.WORDS, "was", "id")
            self.fields = {name: field for name, field in self.fields.items() if name in kept}
        self.offer()
        if not own:  # a translation is saved piece by piece
            for field in self.fields.values():
                field.required = False

    @property
    def brought(self) -> bytes:
        """A picture that came with the form, to be kept with what is saved."""
        return b""

    @property
    def called(self) -> str:
        """The first of its words; nothing of a thing that is new."""
        return next((str(self.words[name]) for name in self.WORDS if self.words.get(name)), "")

    def stand_beside(self, source: "ThingForm") -> None:
        """Give each field the text that the form of the first language has there, which a page shows beside it."""
        for name, field in self.fields.items():
            if name not in ("was", "id"):
                field.source = source.initial.get(name, "")  # type: ignore[attr-defined]

    def is_same(self, name: str) -> bool:
        return name == "id" or super().is_same(name)

    def initial_of(self, thing: Thing) -> Thing:
        return dict(thing)

    def offer(self) -> None:
        """Fill the lists; those of kinds that have other lists go on from here."""
        listed = {"to": self.picks.seats, "need": self.picks.seats, "knows": self.picks.cards}
        for name, found in listed.items():
            if name in self.fields:
                self.choices(name, found())
        for name, found in {"seat": self.picks.seats, "card": self.picks.cards}.items():
            if name in self.fields:
                self.choices(name, [("", "–"), *found()])
        for name, field in self.fields.items():
            if isinstance(field, ConditionField):
                field.widget.choices = self.picks.conditions(present_picks(self.thing.get(name)))
            elif isinstance(field, EffectsField):
                moved = [(fact, fact) for fact, _verb, _value in self.thing.get(name) or ()]
                field.widget.choices = list(dict(moved + self.picks.facts()).items())

    def choices(self, name: str, choices: Choices) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def structure_of(self) -> Thing:
        """Return the structure as the case has it: what is empty is left out."""
        if not self.own:
            return self.thing
        names = [name for name in self.fields if name not in (*self.WORDS, "was")]
        return {**self.thing, **self.changed(names)}

    def changed(self, names: Sequence[str]) -> Thing:
        return {name: self.cleaned_data[name] for name in names}

    def words_of(self) -> Thing:
        said = {name: self.cleaned_data[name].replace("\r\n", "\n") for name in self.WORDS if name in self.fields}
        return {**self.words, **said}


def many_field(label: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


def one_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, **kwargs)


def line_field(label: Any, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=300, widget=widget, **kwargs)


def text_field(label: Any, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=4000, widget=widget, **kwargs)


def step_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Step of the procedure"),
        required=False,
        min_value=0,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )

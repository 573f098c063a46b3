"""The form of a measure: a figure of a play, worked out from facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..values import read_value, written_value
from .base_forms import Thing, ThingForm, line_field, many_field, one_field

START = "start"
KINDS = (
    ("hours", gettext_lazy("Hours from one fact to another")),
    ("fact", gettext_lazy("Value of a fact")),
    ("is", gettext_lazy("Whether a fact has this value")),
    ("mean", gettext_lazy("Mean of several facts")),
)


class MeasureForm(ThingForm):
    WORDS = ("label",)
    named_by = "label"
    label = line_field(gettext_lazy("Name"), required=True)
    kind = forms.ChoiceField(label=gettext_lazy("Measured quantity"), choices=KINDS)
    first = one_field(gettext_lazy("Fact"))
    second = one_field(gettext_lazy("Until which fact"))
    value = forms.CharField(
        label=gettext_lazy("Value"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Yes, no, a number or a word."),
    )
    facts = many_field(gettext_lazy("Several facts"))

    def initial_of(self, thing: Thing) -> Thing:
        first = thing.get("from", thing.get("fact", ""))
        value = written_value(thing.get("value"))
        return {**thing, "first": first, "second": thing.get("to", ""), "value": value}

    def offer(self) -> None:
        super().offer()
        if not self.own:
            return
        named = [self.thing.get("from"), self.thing.get("fact"), self.thing.get("to"), *self.thing.get("facts", ())]
        present = [(one, self.picks.names.fact(one)) for one in named if one and one != START]
        facts = list(dict(present + self.picks.facts()).items())
        self.choices("first", [("", "–"), (START, _("At the start")), *facts])
        self.choices("second", [("", "–"), *facts])
        self.choices("facts", facts)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind", "")
        needed = {"hours": ("first", "second"), "fact": ("first",), "is": ("first",), "mean": ("facts",)}
        for name in needed.get(kind, ()):
            if not cleaned.get(name) and not self.overtaken:
                self.add_error(name, _("Choose a fact from the list."))
        return cleaned

    def structure_of(self) -> Thing:
        if not self.own:
            return self.thing
        found, id = self.cleaned_data, self.thing.get("id")
        facts: dict[str, Thing] = {
            "hours": {"from": found["first"], "to": found["second"]},
            "fact": {"fact": found["first"]},
            "is": {"fact": found["first"], "value": read_value(found["value"])},
            "mean": {"facts": found["facts"]},
        }
        return {**({"id": id} if id else {}), "kind": found["kind"], **facts[found["kind"]]}

"""The forms of seats, facts, injects, team marks and measures."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..values import A_DAY, read_value, written_value
from .base_forms import (
    ClockField,
    HoursField,
    MarksField,
    Thing,
    ThingForm,
    line_field,
    many_field,
    one_field,
    step_field,
    text_field,
)
from .rows import ConditionField, EffectsField

if TYPE_CHECKING:
    from collections.abc import Iterable

EVERYONE = "*"


class SeatForm(ThingForm):
    WORDS = ("name", "brief")
    named_by = "name"
    name = line_field(_("Name"), required=True)
    brief = text_field(_("Brief"))
    knows = many_field(_("Cards at the start"))


class FactForm(ThingForm):
    WORDS = ("label",)
    named_by = "label"
    label = line_field(_("Name"), required=True)
    start = forms.CharField(
        label=_("Starts as"), required=False, max_length=60, help_text=_("Yes, no, a number or a word.")
    )
    seen_by = many_field(_("Roles that see it"))
    low = MarksField(label=_("Lowest"))
    high = MarksField(label=_("Highest"))

    def initial_of(self, thing: Thing) -> Thing:
        return {**thing, "start": written_value(thing.get("start", False))}

    def offer(self) -> None:
        super().offer()
        if "seen_by" in self.fields:
            self.choices("seen_by", [(EVERYONE, _("Everybody")), *self.picks.seats()])

    def structure_of(self) -> Thing:
        found = super().structure_of()
        if self.own:
            start = read_value(self.cleaned_data["start"])
            found["start"] = False if start is None else start
            for name in ("low", "high"):
                if not self.data.get(name, "").strip():
                    del found[name]
        return found


class InjectForm(ThingForm):
    WORDS = ("expect",)
    day = forms.IntegerField(
        label=_("Day"),
        required=False,
        min_value=1,
        max_value=3660,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        help_text=_("Not before this day and time; empty where a condition alone decides."),
    )
    time = ClockField(label=_("Time"))
    when = ConditionField(label=_("When all of this holds"))
    delay = HoursField(label=_("Later by (hours)"))
    by_hand = forms.BooleanField(label=_("The facilitator gives it by hand"), required=False)
    card = one_field(_("Card"))
    to = many_field(_("To"))
    then = EffectsField(label=_("Effects"))
    step = step_field()
    expect = line_field(_("Expected action"))

    def initial_of(self, thing: Thing) -> Thing:
        at = thing.get("at", 0)
        return {**thing, "day": at // A_DAY + 1, "time": at % A_DAY} if at else {**thing, "day": None, "time": None}

    def changed(self, names: "Iterable[str]") -> Thing:
        day, time = self.cleaned_data["day"] or 1, self.cleaned_data["time"]
        plain = {name: self.cleaned_data[name] for name in names if name not in ("day", "time", "step")}
        return plain | {"at": (day - 1) * A_DAY + time, "step": self.cleaned_data["step"] or 0}


class TeamForm(ThingForm):
    WORDS = ("label",)
    label = line_field(_("Team marks"), required=True)
    marks = MarksField(label=_("Marks"))
    when = ConditionField(label=_("When all of this holds"))
    step = step_field()

    def changed(self, names: Any) -> Thing:
        return super().changed(names) | {"step": self.cleaned_data["step"] or 0}

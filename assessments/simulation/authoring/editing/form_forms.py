"""The form of a paper of the case, which one seat fills in and another answers, with its fields."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base_forms import MarksField, Thing, ThingForm, line_field, many_field, one_field, step_field, text_field
from .row_forms import RowsForm
from .rows import ConditionField, EffectsField

if TYPE_CHECKING:
    from collections.abc import Iterable

TYPES = (
    ("text", gettext_lazy("One line")),
    ("long", gettext_lazy("Several lines")),
    ("one", gettext_lazy("One of the options")),
    ("many", gettext_lazy("Several of the options")),
)
KEYS = (
    ("", "–"),
    ("filled", gettext_lazy("Something is written")),
    ("empty", gettext_lazy("Nothing is written")),
    ("words", gettext_lazy("Certain words are there")),
    ("is", gettext_lazy("The right option is chosen")),
    ("has", gettext_lazy("All right options are chosen, and no wrong one")),
)


class FieldForm(ThingForm):
    WORDS = ("label",)
    id = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    label = line_field(gettext_lazy("Field"), required=True)
    type = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=TYPES, initial="text")
    options = text_field(gettext_lazy("Options"), help_text=gettext_lazy("One on each line."))
    key = one_field(gettext_lazy("Requirement for the marks"), choices=KEYS)
    right = text_field(gettext_lazy("Right options"), help_text=gettext_lazy("One on each line."))
    wrong = text_field(gettext_lazy("Wrong options"), help_text=gettext_lazy("One on each line."))
    looked_for = text_field(
        gettext_lazy("Words that earn the marks"),
        help_text=gettext_lazy(
            "Each line: words with commas between, of which one has to be there. One of every line is needed."
        ),
    )
    marks = MarksField(label=gettext_lazy("Marks"))
    step = step_field()

    def initial_of(self, thing: Thing) -> Thing:
        key = thing.get("key") or {}
        kind = "has" if "all" in key or "none" in key else next(iter(key), "")
        right = [key["is"]] if "is" in key else key.get("all", [])
        lines = {"options": thing.get("options", []), "right": right, "wrong": key.get("none", [])}
        return {**thing, "key": kind, **{name: "\n".join(listed) for name, listed in lines.items()}}

    def offer(self) -> None:
        super().offer()
        if (self.thing.get("key") or {}).get("words") or self.own:
            self.fields["looked_for"] = type(self).base_fields["looked_for"]
            self.initial["looked_for"] = "\n".join(", ".join(group) for group in self.words.get("words") or [])
        for option in self.thing.get("options") or ():
            self.fields[f"label-{option}"] = line_field(option)
            self.initial[f"label-{option}"] = self.words.get("labels", {}).get(option, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.overtaken:
            return cleaned
        options, key = set(_lines(cleaned.get("options"))), cleaned.get("key", "")
        right, wrong = _lines(cleaned.get("right")), _lines(cleaned.get("wrong"))
        if cleaned.get("type") in ("one", "many") and len(options) < 2:
            self.add_error("options", _("Write at least two options."))
        if not _fits(key, options, right, wrong):
            self.add_error("right", _("Write the right option as it stands among the options."))
        return cleaned

    def changed(self, names: object) -> Thing:
        found = self.cleaned_data
        right, wrong = _lines(found["right"]), _lines(found["wrong"])
        keys: dict[str, Any] = {"is": {"is": (right or [""])[0]}, "has": {"all": right, "none": wrong}, "": None}
        plain = {"type": found["type"], "options": _lines(found["options"]), "marks": found["marks"]}
        return plain | {"key": keys.get(found["key"], {found["key"]: True}), "step": found["step"] or 0}

    def words_of(self) -> Thing:
        said = super().words_of()
        groups = [one.split(",") for one in _lines(self.cleaned_data.get("looked_for"))]
        words = [group for one in groups if (group := [word.strip() for word in one if word.strip()])]
        if "looked_for" in self.fields:
            said["words"] = words
        prefix = "label-"
        labels = {n.removeprefix(prefix): v for n, v in self.cleaned_data.items() if n.startswith(prefix) and v}
        return said | ({"labels": labels} if labels else {})


def _fits(key: str, options: set[str], right: list[str], wrong: list[str]) -> bool:
    """Return whether a key that looks for options finds them in the field."""
    if key not in ("is", "has"):
        return True
    enough = len(right) == 1 if key == "is" else bool(right or wrong)
    return enough and {*right, *wrong} <= options


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class PaperForm(RowsForm):
    WORDS = ("title",)
    named_by = "title"
    inside, row_form, row_id = "fields", FieldForm, "field"
    title = line_field(gettext_lazy("Title"), required=True)
    sender = one_field(gettext_lazy("From"))
    to = many_field(gettext_lazy("To"))
    when = ConditionField(label=gettext_lazy("When all of this holds"))
    enough = MarksField(label=gettext_lazy("Marks needed for a well-completed form"))
    then = EffectsField(label=gettext_lazy("Effects"))
    well = EffectsField(label=gettext_lazy("Further effects of a well-completed form"))

    def initial_of(self, thing: Thing) -> Thing:
        return {**thing, "sender": thing.get("from", "")}

    def offer(self) -> None:
        super().offer()
        if self.own:
            self.fields["sender"].required = True
            self.choices("sender", [("", "–"), *self.picks.seats()])

    def changed(self, names: "Iterable[str]") -> Thing:
        found = super().changed([name for name in names if name != "sender"])
        return found | {"from": self.cleaned_data["sender"]}

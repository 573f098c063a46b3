"""The form of the situation: what the whole case says and how long it lasts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.stale_forms import StaleCheckForm

from ..access import Desk
from ..values import read_hours, written_hours
from .base_forms import HoursField, line_field, text_field


def situation_of(at: Desk) -> dict[str, object]:
    """Return all that the form says; in another language than the first one its words alone."""
    case, words = at.draft.case, {"title": at.texts.title, "content_note": at.texts.content_note}
    turns = " ".join(map(written_hours, case.turns))
    own = {"ends": case.ends, "turns": turns, "passes_at": round(case.passes_at * 100)}
    return words | (own if at.is_own else {})


class SituationForm(StaleCheckForm):
    title = line_field(gettext_lazy("Title"), required=True)
    content_note = text_field(
        gettext_lazy("Content note"),
        required=True,
        help_text=gettext_lazy("Content that may distress, and an alternative for the same credit."),
    )
    ends = HoursField(label=gettext_lazy("Length (hours)"), missing=None)
    turns = forms.CharField(
        label=gettext_lazy("Turns end after (hours)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("In order, with spaces between, like 24 48 72. The last turn ends with the case."),
    )
    passes_at = forms.IntegerField(
        label=capfirst(gettext_lazy("pass mark (per cent)")),
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )

    def __init__(self, at: Desk, *args: object, **kwargs: object) -> None:
        super().__init__(*args, initial=situation_of(at), **kwargs)
        if not at.is_own:
            for name in ("ends", "turns", "passes_at"):
                del self.fields[name]
            for name, text in {"title": at.first.title, "content_note": at.first.content_note}.items():
                self.fields[name].required, self.fields[name].source = False, text  # type: ignore[attr-defined]

    def clean_ends(self) -> int:
        ends = self.cleaned_data["ends"]
        if not ends:
            raise ValidationError(_("Write hours as a number, like 24 or 1.5."))
        return int(ends)

    def clean_turns(self) -> list[int]:
        try:
            turns = [read_hours(one) for one in self.cleaned_data["turns"].split()]
        except ValueError as error:
            raise ValidationError(_("Write hours as a number, like 24 or 1.5.")) from error
        if turns != sorted(set(turns)):
            raise ValidationError(_("Each turn has to end later than the one before."))
        return turns

    def words_of(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "content_note")}

    def structure_of(self) -> dict[str, object]:
        if "ends" not in self.fields:
            return {}
        found = self.cleaned_data
        return {"ends": found["ends"], "turns": found["turns"], "pass": found["passes_at"] / 100}

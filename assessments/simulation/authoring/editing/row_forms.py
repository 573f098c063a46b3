"""The forms of things with rows of their own, and of decisions with their options."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..case_parts import unused_id
from .base_forms import HoursField, MarksField, Thing, ThingForm, many_field, one_field, step_field, text_field
from .choices import Picks
from .row_matching import aligned, sent_ids
from .rows import ConditionField, EffectsField

MOST_ROWS = 12


class OptionForm(ThingForm):
    WORDS = ("text", "feedback")
    id = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    text = text_field(_("Option"), required=True)
    feedback = text_field(capfirst(_("why it is right, or tempting")), help_text=_("Learners read it afterwards."))
    marks = MarksField(label=_("Marks"))
    never = forms.BooleanField(label=capfirst(_("critical mistake")), required=False)
    takes = HoursField(label=_("Duration (hours)"))
    then = EffectsField(label=_("Effects"))
    card = one_field(_("Card"))
    to = many_field(_("To"), help_text=_("Nobody chosen: the person who decided."))


class RowsForm(ThingForm):
    """A thing with rows: `inside` is what they are called in the case, `row_form` the form of one. Below those that are
    there stands an empty one; below none two, since a decision has at least two options.
    """

    row_form: type[ThingForm] = ThingForm
    row_id = ""
    """Of a new row: this, or with a number behind it."""

    def __init__(self, picks: Picks, thing: Thing, words: Thing, *args: Any, **kwargs: Any) -> None:
        super().__init__(picks, thing, words, *args, **kwargs)
        said = words.get(self.inside, {})
        self.rows, self.moved = self._rows(said, self.data if self.is_bound else None), False
        there = [each["id"] for each in thing.get(self.inside) or ()]
        sent = cast(QueryDict, self.data)
        if self.is_bound and sent_ids(sent, self.inside) != there and self.rows.has_changed():
            self.data, self.moved = aligned(sent, self._rows(said, None), own=self.own), True
            self.rows = self._rows(said, self.data)

    def _rows(self, words: Mapping[str, object], data: Mapping[str, object] | None) -> Any:
        listed = self.thing.get(self.inside) or []
        more = 1 if listed else 2
        extra = more if self.own else 0
        kind = formset_factory(
            self.row_form, formset=_Rows, extra=extra, can_delete=bool(extra), max_num=MOST_ROWS + len(listed)
        )
        given = {"picks": self.picks, "own": self.own, "listed": listed, "words": words}
        initial = [{"id": each["id"]} for each in listed]
        return kind(data, prefix=self.inside, initial=initial, form_kwargs=given)

    def stand_beside(self, source: ThingForm) -> None:
        super().stand_beside(source)
        theirs = {row.thing.get("id"): row for row in cast(RowsForm, source).rows.forms}
        for row in self.rows.forms:
            if row.thing.get("id") in theirs:
                row.stand_beside(theirs[row.thing["id"]])

    def overtaken_inside(self) -> bool:
        """Return whether another person changed a row that is changed here, or added or removed one where a row is
        added here.
        """
        self.rows.is_valid()
        added = self.moved and any(row.has_changed() for row in self.rows.extra_forms)
        return added or any(row.overtaken and row.has_changed() for row in self.rows.forms)

    def is_valid(self) -> bool:
        return super().is_valid() and self.rows.is_valid() if self.is_bound else False

    def structure_of(self) -> Thing:
        found = super().structure_of()
        return found | {self.inside: [row for row, _said in self._filled()]} if self.own else found

    def words_of(self) -> Thing:
        said = {row["id"]: words for row, words in self._filled()}
        return super().words_of() | {self.inside: said}

    def _filled(self) -> list[tuple[Thing, Thing]]:
        """Return the rows that stay, each with its words; one that is new gets an id that no other has."""
        filled, taken = [], [each["id"] for each in self.thing.get(self.inside) or ()]
        for form in self.rows.forms:
            if form.cleaned_data.get("DELETE") or not form.cleaned_data:
                continue
            id = form.thing.get("id") or unused_id(self.row_id, taken)
            taken.append(id)
            filled.append(({**form.structure_of(), "id": id}, form.words_of()))
        return filled


class _Rows(BaseFormSet):
    """Each row knows the thing that it is about, by its place; rows behind those that are there are new."""

    def initial_form_count(self) -> int:
        """Count initial forms: as many as are there now, whatever a page that is older says."""
        return len(self.form_kwargs["listed"])

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The errors in the rows, each with the id of its field."""
        return [
            (form[name].auto_id, f"{form[name].label}: {error}")
            for form in self.forms
            for name, errors in form.errors.items()
            for error in errors
            if name in form.fields
        ]

    def get_form_kwargs(self, index: int | None) -> Any:
        listed, words = self.form_kwargs["listed"], self.form_kwargs["words"]
        thing = dict(listed[index]) if index is not None and index < len(listed) else {}
        common = {"picks": self.form_kwargs["picks"], "own": self.form_kwargs["own"]}
        return common | {"thing": thing, "words": dict(words.get(thing.get("id"), {}))}


class DecisionForm(RowsForm):
    WORDS = ("ask",)
    named_by = "ask"
    inside, row_form, row_id = "options", OptionForm, "option"
    ask = text_field(_("Question"), required=True)
    seat = one_field(_("Seat"))
    when = ConditionField(label=_("When all of this holds"))
    delay = HoursField(label=_("Later by (hours)"))
    closes = HoursField(label=_("Closes after (hours)"), missing=None, help_text=_("Empty: it stays open."))
    default = one_field(_("Where nobody decides"))
    step = step_field()

    def offer(self) -> None:
        super().offer()
        if "seat" in self.fields:
            self.fields["seat"].required = True
        if "default" in self.fields:
            self.choices("default", [("", "–"), *self.picks.options(self.thing.get("id", ""))])

    def changed(self, names: Any) -> Thing:
        return super().changed(names) | {"step": self.cleaned_data["step"] or 0}

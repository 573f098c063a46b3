"""Field of a page for the parts of a result that learners see at each time: a small table of boxes to tick."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..sitting.rules import PHASES, WHAT

_PHASES = {
    "during": gettext_lazy("While answering, once an answer is checked"),
    "just_after": gettext_lazy("In the first two minutes after submitting"),
    "later": gettext_lazy("Later, while the quiz is open"),
    "after_close": gettext_lazy("After the quiz has closed, or the exam is over"),
}
_WHAT = {
    "marks": gettext_lazy("points"),
    "right": gettext_lazy("right answers"),
    "feedback": gettext_lazy("explanations"),
    "answers": gettext_lazy("own answers"),
}
_TELLS = {
    "marks": gettext_lazy("the result, and whether each answer is right"),
    "right": gettext_lazy("what had to be answered"),
    "feedback": gettext_lazy("why it is right, and the comments of the markers"),
    "answers": gettext_lazy("what they answered themselves"),
}


def everything() -> dict[str, list[str]]:
    """Return all of it, always."""
    return {phase: [*WHAT] for phase in PHASES}


def in_words(review: Mapping[str, Collection[str]]) -> list[str]:
    """Return a line for each phase: when it is, and what learners see then."""
    return [
        f"{_PHASES[phase]}: {', '.join(str(_WHAT[what]) for what in WHAT if what in review.get(phase, ())) or '–'}"
        for phase in PHASES
    ]


class ReviewWidget(forms.Widget):
    template_name = "quiz/admin/review.html"

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        chosen = value if isinstance(value, dict) else {}
        context["columns"] = [(_WHAT[what], _TELLS[what]) for what in WHAT]
        context["rows"] = [
            {
                "phase": phase,
                "label": _PHASES[phase],
                "boxes": [(what, _WHAT[what], what in chosen.get(phase, ())) for what in WHAT],
            }
            for phase in PHASES
        ]
        return context

    def value_from_datadict(self, data: Any, files: object, name: str) -> dict[str, list[str]]:
        return {phase: data.getlist(f"{name}-{phase}") for phase in PHASES}

    def value_omitted_from_data(self, data: Any, files: object, name: str) -> bool:
        return f"{name}-given" not in data

    def id_for_label(self, id_: str) -> str:
        return ""


class ReviewFormField(forms.Field):
    widget = ReviewWidget

    def to_python(self, value: object) -> dict[str, list[str]]:
        if not isinstance(value, dict) or any(set(chosen) - set(WHAT) for chosen in value.values()):
            raise ValidationError(_("Choose among the boxes shown."))
        return {phase: [what for what in WHAT if what in value.get(phase, ())] for phase in PHASES}

    def has_changed(self, initial: object, data: object) -> bool:
        return initial != data


class ReviewField(models.JSONField):
    """Field of what is shown, from WHAT, by phase."""

    def formfield(self, **kwargs: object) -> "ReviewFormField":
        return ReviewFormField(label=self.verbose_name, required=False, help_text=self.help_text)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

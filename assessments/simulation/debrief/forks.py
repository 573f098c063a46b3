"""The moments of a run from which it can be played on, and what staff say about the new run."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.parsing import whole_number

from ..console.entry_texts import sentence
from ..runs.models import LogEntry, Run
from ..runs.names import case_moment, shorten, words_of

if TYPE_CHECKING:
    from django.http import QueryDict

PASSED_OVER = ("opened", "note", "judge", "finish", "close")
MOST = 500


class ForkForm(forms.Form):
    upto = forms.TypedChoiceField(
        label=gettext_lazy("After which entry"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose the entry after which it goes on."),
            "invalid_choice": gettext_lazy("Choose the entry after which it goes on."),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the new run"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("So that you tell the two apart, such as “Group A, second try”."),
    )

    def __init__(self, data: "QueryDict | None" = None, *, moments: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["upto"].choices = moments  # type: ignore[attr-defined]  # of a field with choices


def moments_of(run: Run) -> list[tuple[int, str]]:
    """Return by number what was entered, the latest first, down to the beginning. One statement."""
    words = words_of(run)
    rows = LogEntry.objects.filter(run=run.pk).exclude(verb__in=PASSED_OVER).order_by("-seq")[:MOST]
    lines = [(row.seq, f"{row.seq} · {case_moment(row.at)} · {_said(words, row)}") for row in rows]
    return [*lines, (0, _("0 · The beginning"))]


def nearest(moments: Sequence[tuple[int, str]], text: str) -> int | None:
    """Return the last of `moments` up to the entry with this number; None where it is no number."""
    entry = whole_number(text, digits=9)
    return None if entry is None else next((number for number, _label in moments if number <= entry), None)


def _said(words: Any, row: LogEntry) -> str:
    return shorten(f"{words.seat(row.role)}: {sentence(words, row)}")

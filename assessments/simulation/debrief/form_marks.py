"""Written answers in forms with the marks that they got on entry, for an evaluator who may set other marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.casework import Form, Script, State

from ..runs.models import Run
from ..runs.names import Words, words_of
from ..runs.scripts import script_of
from .forms import MarksForm

WRITTEN = ("text", "long")


@dataclass(frozen=True)
class Answer:
    """One field that was answered in words: its marks now, and the most that it is worth."""

    field: str
    label: str
    text: str
    marks: float
    most: float

    @property
    def was(self) -> str:
        """The marks now, as a form that sets other marks sends them back."""
        return str(MarksForm(marks=self.marks).initial["was"])


@dataclass(frozen=True)
class Paper:
    """A form as it was last sent."""

    form: str
    title: str
    role: str
    answers: Sequence[Answer]


def papers_of(run: Run) -> list[Paper]:
    """Return the forms that were sent with something to mark by hand. No statement."""
    script, words, state = script_of(run), words_of(run), State.read(run.state)
    papers = list(_papers(script, state, words))
    return [paper for paper in papers if paper.answers]


def marks_of(run: Run, form: str, field: str) -> float:
    """Return the marks that an answer has now; none where nobody gave it. No statement."""
    answers = (one for paper in papers_of(run) if paper.form == form for one in paper.answers if one.field == field)
    return next((one.marks for one in answers), 0)


def _papers(script: Script, state: State, words: Words) -> Iterator[Paper]:
    for id, form in script.forms.items():
        if id in state.sent:
            answers = list(_answers(form, state, words))
            yield Paper(id, words.form(id), words.seat(form.seat), answers)


def _answers(form: Form, state: State, words: Words) -> Iterator[Answer]:
    sent, labels = state.sent[form.id], words.texts.of("forms", form.id).get("fields", {})
    for field in form.fields:
        if field.key is not None and field.type in WRITTEN:
            given = state.judged.get(f"{form.id}.{field.id}", sent.marks.get(field.id, 0))
            label = str(labels.get(field.id, {}).get("label") or field.id)
            yield Answer(field.id, label, str(sent.values.get(field.id) or ""), given, field.marks)

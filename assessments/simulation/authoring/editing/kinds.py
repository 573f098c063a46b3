"""Which form a part of a case has, and to which parts something can be added."""

from collections.abc import Mapping

from .figures import MeasureForm
from .nested import DecisionForm
from .papers import PaperForm
from .simple import CardForm, FactForm, InjectForm, SeatForm, TeamForm
from .thing import ThingForm

EDITED: Mapping[str, type[ThingForm]] = {
    "seats": SeatForm,
    "cards": CardForm,
    "facts": FactForm,
    "injects": InjectForm,
    "decisions": DecisionForm,
    "forms": PaperForm,
    "team": TeamForm,
    "measures": MeasureForm,
}
ADDED = ("seats", "cards", "facts", "injects", "decisions", "forms", "team", "measures")
REMOVED = tuple(part for part in ADDED if part != "team")
"""What all earn marks for has a number, which the words go by: it is not taken out, its marks can be none."""

"""Which form a part of a case has, and to which parts something can be added."""

from collections.abc import Mapping

from .nested import DecisionForm, PaperForm
from .simple import CardForm, FactForm, InjectForm, MeasureForm, SeatForm, TeamForm
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
ADDED = ("seats", "cards", "facts", "injects", "decisions")
REMOVED = ADDED

"""Forms by part of a case."""

from collections.abc import Mapping

from .cards import CardForm
from .figures import MeasureForm
from .nested import DecisionForm
from .papers import PaperForm
from .simple import FactForm, InjectForm, SeatForm, TeamForm
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

"""Forms by part of a case."""

from collections.abc import Mapping

from .base_forms import ThingForm
from .card_forms import CardForm
from .form_forms import PaperForm
from .measure_forms import MeasureForm
from .row_forms import DecisionForm
from .simple_forms import FactForm, InjectForm, SeatForm, TeamForm

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

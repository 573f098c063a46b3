"""Models of this room, in the place where Django looks for them."""

from .desk.models import Contest
from .exams.minutes.models import Minute
from .exams.models import Override, Sitting, Ticket
from .page.draws import Draw
from .page.models import QuizPage, Section
from .regrading.models import Regrade
from .statistics.models import CohortFigures, StatisticsRun

__all__ = [
    "CohortFigures",
    "Contest",
    "Draw",
    "Minute",
    "Override",
    "QuizPage",
    "Regrade",
    "Section",
    "Sitting",
    "StatisticsRun",
    "Ticket",
]

"""The types of question, one file each: how it is written, shown and read. How it is marked is in `assessments.questions.marking`."""

from lms.plugins.question import QuestionType

from .classification import Classification
from .freetext import FreeText
from .gapfill import GapFill
from .hotspot import Hotspot
from .matching import Matching
from .multiple import MultipleChoice
from .numerical import Numerical
from .ordering import Ordering
from .rating import Rating
from .shorttext import ShortText
from .single import SingleChoice
from .truefalse import TrueFalse

TYPES: tuple[type[QuestionType], ...] = (
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    Matching,
    Ordering,
    Classification,
    ShortText,
    Numerical,
    GapFill,
    Hotspot,
    FreeText,
    Rating,
)

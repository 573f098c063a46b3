"""The types of question, one file each: how it is written, shown and read. How it is marked is in `assessments.questions.marking`."""

from lms.plugins.question import QuestionType

from .freetext import FreeText
from .hotspot import Hotspot
from .multiple import MultipleChoice
from .rating import Rating
from .single import SingleChoice
from .truefalse import TrueFalse

TYPES: tuple[type[QuestionType], ...] = (
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    Hotspot,
    FreeText,
    Rating,
)

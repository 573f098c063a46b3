"""The types of question, one file each: how it is written, shown and read. How it is marked is in `assessments.questions.marking`."""

from lms.plugins.question import QuestionType

from .gapfill import GapFill
from .multiple import MultipleChoice
from .numerical import Numerical
from .shorttext import ShortText
from .single import SingleChoice
from .truefalse import TrueFalse

TYPES: tuple[type[QuestionType], ...] = (
    SingleChoice,
    MultipleChoice,
    TrueFalse,
    ShortText,
    Numerical,
    GapFill,
)  # fmt: skip

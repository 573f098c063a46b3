"""Analysis of a play: danger and its causes, who knew what, hand-offs, decisions, marks, turning points. Pure."""

from .answering import Answering, answering
from .comparing import Compared, against
from .danger import Cause, Series, Step, danger_over_time
from .days import Day, days
from .decisions import Answer, Row, side_by_side
from .handing import HandOff, Waiting, hand_offs, waiting
from .knowing import Cell, Known, lay_elsewhere, who_knew
from .points import Point, point_of, points
from .recorded import good_end, good_play
from .steps import StepMarks, marks_by_step

__all__ = [
    "Answer",
    "Answering",
    "Cause",
    "Cell",
    "Compared",
    "Day",
    "HandOff",
    "Known",
    "Point",
    "Row",
    "Series",
    "Step",
    "StepMarks",
    "Waiting",
    "against",
    "answering",
    "danger_over_time",
    "days",
    "good_end",
    "good_play",
    "hand_offs",
    "lay_elsewhere",
    "marks_by_step",
    "point_of",
    "points",
    "side_by_side",
    "waiting",
    "who_knew",
]

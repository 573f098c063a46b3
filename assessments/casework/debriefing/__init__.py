"""Analysis of a play: danger and its causes, who knew what, hand-offs, decisions, marks, turning points. Pure."""

from .answers import AnswerCounts, answer_counts
from .comparison import MeasureComparison, compare_measures
from .danger import Cause, Series, Step, danger_over_time
from .days import Day, days
from .decisions import Answer, Row, compare_decisions
from .good_paths import good_end, good_play
from .handoffs import HandOff, Waiting, hand_offs, waiting_times
from .knowledge import CardKnowledge, Cell, card_knowledge, cards_held_elsewhere
from .procedure_steps import StepMarks, marks_by_step
from .turning_points import DecisionPoint, decision_point, decision_points

__all__ = [
    "Answer",
    "AnswerCounts",
    "CardKnowledge",
    "Cause",
    "Cell",
    "Day",
    "DecisionPoint",
    "HandOff",
    "MeasureComparison",
    "Row",
    "Series",
    "Step",
    "StepMarks",
    "Waiting",
    "answer_counts",
    "card_knowledge",
    "cards_held_elsewhere",
    "compare_decisions",
    "compare_measures",
    "danger_over_time",
    "days",
    "decision_point",
    "decision_points",
    "good_end",
    "good_play",
    "hand_offs",
    "marks_by_step",
    "waiting_times",
]

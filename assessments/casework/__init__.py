"""Cases that people play: what is true, who knows what, what may happen. Pure but for `presentation`.

Floors, from below upwards: `definition` (a case and its files), the play (`script`, `state`, `clock`, `reducer`,
`visibility`, `scoring`), then `checking`, `debriefing` and `imports`, then `presentation` (a chart, and sentences that
need Django).
"""

from .checking import check, check_languages
from .checking.finding import FAULT, Finding, fault, warning
from .checking.shape import mistakes
from .checking.text_checks import giveaways, is_empty
from .clock import begin_play, case_time, closing_minute, next_minute, settle
from .definition.case import (
    EVERYONE,
    AnyOf,
    Card,
    Case,
    Clause,
    Condition,
    Decision,
    Effect,
    Fact,
    Field,
    Form,
    Inject,
    Option,
    Seat,
    Texts,
)
from .definition.combined_file import combine
from .definition.json_parts import BadCase
from .definition.parsing import in_order, read_case
from .definition.serialisation import case_json
from .definition.texts import read_texts, texts_json, texts_of
from .logs import mode_of, play_log, read_log, with_marks
from .marking import LONGEST, plain
from .reducer import Entry, EntryResult, play, settle_without_clock
from .refusals import Refused
from .replays import TurningPoint, replay, turning_points
from .scoring import Score, best_options, measures, score, team_marks
from .script import RULES, Script, script
from .state import (
    ALONE,
    CLOSED,
    CONTROL,
    DEBRIEF,
    LIVE,
    OPEN,
    PLENARY,
    TURNS,
    MadeDecision,
    Message,
    ReceivedCard,
    State,
)
from .visibility import Board, Paper, Question, View, card_minutes, changed_seats, facilitator_board, seat_view

__all__ = [
    "ALONE",
    "CLOSED",
    "CONTROL",
    "DEBRIEF",
    "EVERYONE",
    "FAULT",
    "LIVE",
    "LONGEST",
    "OPEN",
    "PLENARY",
    "RULES",
    "TURNS",
    "AnyOf",
    "BadCase",
    "Board",
    "Card",
    "Case",
    "Clause",
    "Condition",
    "Decision",
    "Effect",
    "Entry",
    "EntryResult",
    "Fact",
    "Field",
    "Finding",
    "Form",
    "Inject",
    "MadeDecision",
    "Message",
    "Option",
    "Paper",
    "Question",
    "ReceivedCard",
    "Refused",
    "Score",
    "Script",
    "Seat",
    "State",
    "Texts",
    "TurningPoint",
    "View",
    "begin_play",
    "best_options",
    "card_minutes",
    "case_json",
    "case_time",
    "changed_seats",
    "check",
    "check_languages",
    "closing_minute",
    "combine",
    "facilitator_board",
    "fault",
    "giveaways",
    "in_order",
    "is_empty",
    "measures",
    "mistakes",
    "mode_of",
    "next_minute",
    "plain",
    "play",
    "play_log",
    "read_case",
    "read_log",
    "read_texts",
    "replay",
    "score",
    "script",
    "seat_view",
    "settle",
    "settle_without_clock",
    "team_marks",
    "texts_json",
    "texts_of",
    "turning_points",
    "warning",
    "with_marks",
]

"""Cases that people play: what is true, who knows what, what may happen. Pure: neither Django nor Wagtail.

What is named here is open to plugins; the modules behind it may change.
"""

from .case import AnyOf, Card, Case, Clause, Condition, Decision, Form, Inject, Option, Seat, Texts
from .checking import check, check_languages
from .checking.finding import FAULT, Finding, fault, warning
from .checking.wording import giveaways
from .clock import begun, case_time, closing, due, settle
from .joining import joined
from .logs import at_the_door, follow, mode_of, read_log
from .marking import LONGEST, plain
from .parts import BadCase
from .playing import Entry, Played, play, settled_alone
from .reading import ordered, read_case
from .refusing import Refused
from .replaying import Turn, replay, turning_points
from .scoring import Score, measures, score, team
from .script import RULES, Script, script
from .seeing import Board, View, changed, knew, see, watch
from .state import ALONE, CLOSED, CONTROL, DEBRIEF, LIVE, OPEN, PLENARY, TURNS, State
from .texts import as_json, read_texts, texts_of
from .writing import written

__all__ = [
    "ALONE",
    "CLOSED",
    "CONTROL",
    "DEBRIEF",
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
    "Entry",
    "Finding",
    "Form",
    "Inject",
    "Option",
    "Played",
    "Refused",
    "Score",
    "Script",
    "Seat",
    "State",
    "Texts",
    "Turn",
    "View",
    "as_json",
    "at_the_door",
    "begun",
    "case_time",
    "changed",
    "check",
    "check_languages",
    "closing",
    "due",
    "fault",
    "follow",
    "giveaways",
    "joined",
    "knew",
    "measures",
    "mode_of",
    "ordered",
    "plain",
    "play",
    "read_case",
    "read_log",
    "read_texts",
    "replay",
    "score",
    "script",
    "see",
    "settle",
    "settled_alone",
    "team",
    "texts_of",
    "turning_points",
    "warning",
    "watch",
    "written",
]

"""Cases that people play: what is true, who knows what, what may happen. Pure: neither Django nor Wagtail.

What is named here is open to plugins; the modules behind it may change.
"""

from .case import AnyOf, Card, Case, Clause, Condition, Decision, Effect, Inject, Option, Seat, Texts
from .checking import Finding, check
from .clock import begun, settle
from .playing import Entry, Played, play, settled_alone
from .reading import read_case
from .refusing import Refused
from .scoring import Score, measures, score, team
from .script import Script, script
from .seeing import View, see
from .state import ALONE, CLOSED, CONTROL, DEBRIEF, LIVE, OPEN, PLENARY, TURNS, State
from .texts import as_json, read_texts
from .writing import written

__all__ = [
    "ALONE",
    "CLOSED",
    "CONTROL",
    "DEBRIEF",
    "LIVE",
    "OPEN",
    "PLENARY",
    "TURNS",
    "AnyOf",
    "Card",
    "Case",
    "Clause",
    "Condition",
    "Decision",
    "Effect",
    "Entry",
    "Finding",
    "Inject",
    "Option",
    "Played",
    "Refused",
    "Score",
    "Script",
    "Seat",
    "State",
    "Texts",
    "View",
    "as_json",
    "begun",
    "check",
    "measures",
    "play",
    "read_case",
    "read_texts",
    "score",
    "script",
    "see",
    "settle",
    "settled_alone",
    "team",
    "written",
]

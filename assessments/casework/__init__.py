"""Cases that people play: what is true, who knows what, what may happen. Pure: neither Django nor Wagtail.

What is named here is open to plugins; the modules behind it may change.
"""

from .case import AnyOf, Card, Case, Clause, Condition, Decision, Inject, Option, Seat, Texts
from .checking.finding import FAULT, Finding, fault, warning
from .checking.wording import giveaways
from .clock import begun
from .playing import Entry, play, settled_alone
from .reading import read_case
from .refusing import Refused
from .scoring import score
from .script import Script, script
from .seeing import see
from .state import ALONE, OPEN, State
from .texts import as_json, read_texts
from .writing import written

__all__ = [
    "ALONE",
    "FAULT",
    "OPEN",
    "AnyOf",
    "Card",
    "Case",
    "Clause",
    "Condition",
    "Decision",
    "Entry",
    "Finding",
    "Inject",
    "Option",
    "Refused",
    "Script",
    "Seat",
    "State",
    "Texts",
    "as_json",
    "begun",
    "fault",
    "giveaways",
    "play",
    "read_case",
    "read_texts",
    "score",
    "script",
    "see",
    "settled_alone",
    "warning",
    "written",
]

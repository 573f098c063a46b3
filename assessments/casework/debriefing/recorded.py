"""How well a case that comes with Mafunzo can be played: its recorded good path. Pure but for the files it reads."""

import json

from ..case import Case
from ..folders import SHIPPED, open_folder, shipped
from ..logs import follow, read_log
from ..scoring import score
from ..script import script
from ..state import LIVE, State

GOOD = "good.json"


def good_play(case: Case) -> State | None:
    """The end of the good path that was recorded for the case of this name, played with the clock going by itself.

    None where none was recorded, and where it does not earn everything in every seat, as in a case that was changed.
    """
    file = SHIPPED / case.id / "paths" / GOOD
    if case.id not in shipped() or not file.exists():
        return None
    texts = next(iter(open_folder(SHIPPED / case.id).texts.values()))
    played = script(case, 0, LIVE)
    state = follow(played, texts, read_log(json.loads(file.read_text(encoding="utf-8"))), to_end=True).state
    return state if all(score(played, state, seat).share == 1 for seat in played.seats) else None

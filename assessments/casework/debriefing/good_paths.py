"""Recorded good paths, which show how well a case can be played. Pure but for the files of cases that are shipped."""

import json

from ..definition.case import Case, Texts
from ..definition.case_folder import SHIPPED, open_folder, shipped
from ..definition.json_parts import BadCase
from ..logs import mode_of, play_log, read_log
from ..scoring import score
from ..script import script
from ..state import State

GOOD = "good.json"


def good_play(case: Case) -> State | None:
    """Return the end of the good path that comes with Mafunzo for the case of this name; None as in `good_end`."""
    file = SHIPPED / case.id / "paths" / GOOD
    if case.id not in shipped() or not file.exists():
        return None
    texts = next(iter(open_folder(SHIPPED / case.id).texts.values()))
    return good_end(case, texts, json.loads(file.read_text(encoding="utf-8")))


def good_end(case: Case, texts: Texts, log: object) -> State | None:
    """Return the end of the case on this path, whose forms are marked by the words of `texts`.

    None for what is no log, and where it does not earn everything in every seat, as in a case that was changed since.
    """
    try:
        entries = read_log(log)
    except BadCase:
        return None
    played = script(case, 0, mode_of(entries))
    state = play_log(played, texts, entries, to_end=True).state
    return state if all(score(played, state, seat).share == 1 for seat in played.seats) else None

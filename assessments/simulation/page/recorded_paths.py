"""Paths that were played and kept with a case: whether it still ends as well on them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assessments.casework import BadCase, Case, Finding, Texts, fault, mode_of, play_log, read_log, score, script

SEED = 0


def result_of(case: Case, texts: Texts, log: Sequence[Mapping[str, object]]) -> tuple[dict[str, Any], list[int]]:
    """Return by seat its `score` (0 to 1) and whether it `passed`, at the end of the case; and which entries, from 1,
    were refused. Raises `BadCase` for what is no log.
    """
    entries = read_log(log)
    played = script(case, SEED, mode_of(entries))
    outcome = play_log(played, texts, entries, to_end=True)
    scores = {seat: score(played, outcome.state, seat) for seat in played.seats}
    seats = {seat: {"score": one.share, "passed": one.passed} for seat, one in scores.items()}
    return seats, [number + 1 for number, _why in outcome.refused]


def broken_paths(case: Case, texts: Mapping[str, Texts], paths: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield faults: `path_refused`, an entry (`number`) is not possible any more; `path_worse`, a `seat` has less than
    it had when the path was recorded. `texts` are by language: a path was played in one of them.
    """
    for name, path in paths.items():
        yield from _broken(case, texts.get(path["language"], Texts()), name, path)


def _broken(case: Case, texts: Texts, name: str, path: Mapping[str, Any]) -> Iterator[Finding]:
    place = f"paths.{name}"
    try:
        seats, refused = result_of(case, texts, path["log"])
    except BadCase:
        yield fault("path_refused", place, number=0)
        return
    if refused:
        yield fault("path_refused", place, number=refused[0])
        return
    for seat, before in path["seats"].items():
        now = seats.get(seat, {"score": 0, "passed": False})
        if now["score"] < before["score"] - 1e-9 or now["passed"] < before["passed"]:
            yield fault("path_worse", place, seat=seat)

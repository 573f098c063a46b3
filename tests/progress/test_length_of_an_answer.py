"""Length of the way of one answer, from the service on: how many functions, and how often a lower floor calls up."""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from tests.builders import right_options

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("lms", "courses", "assessments", "certificates", "home")


def floors() -> dict[str, int]:
    """The rooms of the contract of all floors, by the folder; 0 is the lowest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["name"].startswith("Floors"))
    return {
        name.strip().replace(".", "/"): number
        for number, layer in enumerate(reversed(layers))
        for name in layer.replace(":", "|").split("|")
    }


class Way:
    """Functions of ours that ran, and calls from a lower floor into a higher one, in order."""

    def __init__(self) -> None:
        self.floors = floors()
        self.functions: list[str] = []
        self.climbs: list[str] = []
        self._known: dict[CodeType, tuple[str, int] | None] = {}
        self._stack: list[tuple[str, int] | None] = []

    def follow(self, work: Callable[[], object]) -> None:
        self._stack = []
        sys.setprofile(self._see)
        try:
            work()
        finally:
            sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            place = self._place(frame.f_code)
            if place is not None:
                self.functions.append(place[0])
                below = next((one for one in reversed(self._stack) if one is not None), None)
                if below is not None and below[1] < place[1]:
                    self.climbs.append(f"{below[0]} → {place[0]}")
            self._stack.append(place)
        elif event == "return" and self._stack:
            self._stack.pop()

    def _place(self, code: CodeType) -> tuple[str, int] | None:
        if code not in self._known:
            self._known[code] = self._look_up(code)
        return self._known[code]

    def _look_up(self, code: CodeType) -> tuple[str, int] | None:
        file = Path(code.co_filename)
        if not file.is_relative_to(ROOT) or code.co_name.startswith("<"):
            return None
        name = file.relative_to(ROOT).with_suffix("").as_posix()
        if name.partition("/")[0] not in FOLDERS:
            return None
        floor = max((folder for folder in self.floors if f"{name}/".startswith(f"{folder}/")), key=len, default=None)
        return None if floor is None else (f"{name}:{code.co_qualname}", self.floors[floor])


@pytest.fixture
def way(enrolment, now):
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")
    item = attempt.form["items"][0]
    data = {f"q:{item['id']}": right_options(item)}
    services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)  # what is read once for all stays
    way = Way()
    event_id = uuid7()
    way.follow(lambda: services.answer(attempt=attempt, data=data, event_id=event_id, now=now))
    return way


def test_an_answer_passes_few_functions(way):
    """Each is counted once, however often it is called; one of them where PostgreSQL prepares."""
    assert len(set(way.functions)) <= 30, "\n".join(dict.fromkeys(way.functions))


def test_an_answer_climbs_twice(way):
    """The core asks the activity type once, which asks the question type to read the response. The guard asks the
    breaker only of calls that it suspects.
    """
    assert len(way.climbs) <= 2, "\n".join(way.climbs)


def test_a_climb_is_seen(way):
    """The counter knows the floors of the contract, from the lowest."""
    assert 0 < way.floors["lms/foundation/database"] < way.floors["lms/people"] < way.floors["assessments"]
    assert any(name.startswith("assessments/quiz/") for name in way.functions)
